/** So many lines of a record say what it is about. */
const mostLines = 4;
/** Further down there are only frames. */
const mostRead = 20_000;

/** A frame of a stack, or what only introduces frames. */
const frameLine =
  /^\s|^$|^at |^goroutine |^created by |^\.\.\. \d|^#\d|^exit status|^[^\s(]{1,200}\(.*\)$|^(?:During|The above) .{0,60}exception/;

/**
 * What a record of several lines says, without its frames: the line it was logged under, the exception and its causes. Two
 * failures of the same kind are alike though their stacks are not equally deep. The last line that is no frame is always
 * there: it is the exception in Python and the root cause in Java.
 */
export const headline = (message: string): string => {
  if (!message.includes('\n')) return message;
  const [first = '', ...rest] = message.slice(0, mostRead).split('\n');
  const said = rest.filter((line) => !frameLine.test(line));
  const kept = said.length < mostLines ? said : [...said.slice(0, mostLines - 2), ...said.slice(-1)];
  return [first, ...kept].join(' ');
};
