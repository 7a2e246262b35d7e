/**
 * Keeps a character that takes several keys (Bopomofo, Pinyin, most phone keyboards) from being thrown away by a page that
 * is drawn anew: `drawLater` draws at once, or when the character is finished.
 */
export const startComposing = (redraw: () => void): { drawLater: () => void } => {
  let composing = false;
  let due = false;
  addEventListener('compositionstart', () => {
    composing = true;
  });
  addEventListener('compositionend', () => {
    composing = false;
    // After the text has arrived in the field: browsers differ in what comes first.
    if (due) setTimeout(redraw);
    due = false;
  });
  return {
    drawLater: () => {
      due = composing;
      if (!composing) redraw();
    },
  };
};
