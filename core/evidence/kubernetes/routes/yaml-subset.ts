/** A line of block YAML: how far it is indented, and its text without comment. */
type Line = { indent: number; text: string };

/** The text without a comment, which begins at a `#` that stands first or after a space, outside quotes. */
const withoutComment = (line: string): string => {
  let quote = '';
  for (let n = 0; n < line.length; n += 1) {
    const letter = line[n] ?? '';
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if ((letter === '"' || letter === "'") && /[\s:[,-]/.test(line[n - 1] ?? ' ')) quote = letter;
    else if (letter === '#' && /\s/.test(line[n - 1] ?? ' ')) return line.slice(0, n);
  }
  return line;
};

const linesOf = (text: string): Line[] =>
  text.split(/\r?\n/).flatMap((raw) => {
    const line = withoutComment(raw).trimEnd();
    const trimmed = line.trimStart();
    return trimmed === '' || trimmed === '---' ? [] : [{ indent: line.length - trimmed.length, text: trimmed }];
  });

const scalar = (text: string): unknown => {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  const flow = /^\[(.*)\]$/.exec(text)?.[1];
  if (flow !== undefined) return flow.split(',').map((part) => scalar(part.trim()));
  return /^-?\d+$/.test(text) ? Number(text) : text;
};

/** A key ends at the first colon before a space or the end: values such as `lb://payments` have others. */
const pair = /^("[^"]*"|'[^']*'|[^\s"'#][^#]*?):(?:\s+(.*))?$/;

/** Configurations are flat; what goes deeper is no configuration. */
const mostDepth = 40;
type Read = { value: unknown; next: number };

/** The value below a key or a dash, if the following lines are indented for it. */
const nested = (lines: Line[], from: number, deeper: number, depth: number): Read => {
  const line = lines[from];
  return line !== undefined && line.indent >= deeper ? block(lines, from, depth + 1) : { value: null, next: from };
};

const isItem = ({ text }: Line): boolean => /^-(?:\s|$)/.test(text);

const item = (lines: Line[], at: number, { indent, text }: Line, depth: number): Read => {
  const rest = text.slice(1).trimStart();
  if (rest === '') return nested(lines, at + 1, indent + 1, depth);
  if (!rest.startsWith('- ') && (!pair.test(rest) || /^["'[]/.test(rest))) return { value: scalar(rest), next: at + 1 };
  // What follows the dash is the first line of a block of its own.
  lines[at] = { indent: indent + text.length - rest.length, text: rest };
  return block(lines, at, depth + 1);
};

const entry = (
  lines: Line[],
  at: number,
  { indent, text }: Line,
  depth: number,
): (Read & { key: string }) | undefined => {
  const [, key, rest = ''] = pair.exec(text) ?? [];
  if (key === undefined) return undefined;
  const name = String(scalar(key));
  if (rest !== '') return { key: name, value: scalar(rest), next: at + 1 };
  // A list may stand as deep as the key that it belongs to.
  const follower = lines[at + 1];
  const deeper = follower?.indent === indent && isItem(follower) ? indent : indent + 1;
  return { key: name, ...nested(lines, at + 1, deeper, depth) };
};

/** One block, from the line `start` on, as deep as that line; and where it ended. */
const block = (lines: Line[], start: number, depth: number): Read => {
  const first = lines[start];
  if (first === undefined || depth > mostDepth) return { value: null, next: start + 1 };
  const items: unknown[] = [];
  const entries: [string, unknown][] = [];
  const list = isItem(first);
  let at = start;
  for (let line: Line | undefined = first; line !== undefined && line.indent >= first.indent; line = lines[at]) {
    // Deeper than anything that was opened: left out.
    const own = line.indent === first.indent;
    if (own && isItem(line) !== list) break;
    if (own && list) {
      const read = item(lines, at, line, depth);
      items.push(read.value);
      at = Math.max(read.next, at + 1);
    } else {
      const read = own ? entry(lines, at, line, depth) : undefined;
      if (read !== undefined) entries.push([read.key, read.value]);
      at = Math.max(read?.next ?? 0, at + 1);
    }
  }
  return { value: list ? items : Object.fromEntries(entries), next: at };
};

/**
 * Block YAML as configurations are written in: maps, lists, plain and quoted scalars, flat flow lists. No anchors, no
 * block scalars, no tags: what is none of these is read as text or left out. Never throws; undefined for no text at all.
 */
export const readYamlSubset = (text: string): unknown => {
  const lines = linesOf(text);
  return lines.length === 0 ? undefined : block(lines, 0, 0).value;
};
