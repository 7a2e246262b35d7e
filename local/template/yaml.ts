import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** `!Ref X` and `!GetAtt A.B` in their long forms, which is what the rest reads. */
const expand = (tag: string, value: unknown): unknown => {
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
};

const parse = (text: string): unknown => {
  const document = parseDocument(text, { logLevel: 'error' });
  const [problem] = document.errors;
  if (problem !== undefined) throw new Error(`not a template: ${problem.message}`);

  const plain = (node: Node | null | undefined): unknown => {
    if (isAlias(node)) return plain(node.resolve(document));
    const value = isMap<Node, Node | null>(node)
      ? Object.fromEntries(node.items.map(({ key, value: item }) => [String(plain(key)), plain(item)]))
      : isSeq<Node>(node)
        ? node.items.map(plain)
        : isScalar(node)
          ? node.value
          : null;
    const tag = node?.tag;
    return tag !== undefined && /^![A-Z]/.test(tag) ? expand(tag, value) : value;
  };
  return plain(document.contents);
};

/** The templates of the project, each read again and again: to parse one takes a hundred times as long as to copy it. */
const known = new Map<string, unknown>();
const mostKnown = 4;

/**
 * A CloudFormation template as plain data, short forms (`!Sub`) turned into long ones (`Fn::Sub`); the caller's own to change.
 * Throws with the line when the text is not YAML.
 */
export const templateYaml = (text: string): unknown => {
  const plain = known.get(text) ?? parse(text);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size === mostKnown && !known.has(text)) known.delete(oldest);
  known.set(text, plain);
  return structuredClone(plain);
};
