/** The lines for which `isMarked` holds with so many near them; `…` stands for what is left out between. */
export const excerpt = (lines: readonly string[], isMarked: (line: string) => boolean, near: number): string[] => {
  const marked = lines.flatMap((line, n) => (isMarked(line) ? [n] : []));
  const shown = lines.flatMap((line, n) => (marked.some((other) => Math.abs(other - n) <= near) ? [{ line, n }] : []));
  return shown.flatMap(({ line, n }, index) => {
    const before = shown[index - 1]?.n ?? n - 1;
    return n - before > 1 ? ['…', line] : [line];
  });
};
