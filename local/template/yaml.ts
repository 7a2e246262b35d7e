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

/**
 * A CloudFormation template as plain data, short forms (`!Sub`) turned into long ones (`Fn::Sub`). Throws with the line
 * when the text is not YAML.
 */
export const templateYaml = (text: string): unknown => {
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
