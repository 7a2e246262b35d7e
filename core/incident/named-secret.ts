/** Words that stand where a secret would, and tell what is wrong with it. */
const noSecret =
  /^(?:null|none|nil|undefined|true|false|yes|no|ok|empty|missing|invalid|incorrect|wrong|required|expired|unexpected|unknown|unset|not|is|was|must|does|has|had|for|from|the|and|or|denied|failed|failure|authentication|mismatch|rejected|changed|reset|redacted|EOF|\*+|x{3,}|[<$%].*)$/i;
/** What a person writes after a colon: a word, a name in kebab case, a count, an address. */
const plainWord = /^(?:[A-Za-z]{1,24}|[a-z]+(?:[-_.][a-z]+)+|\d{1,12}|https?:.*|\/.*)[.!:]*$/;
/** `name=` and `name: "` assign; a bare word behind `name: ` may as well go on with a sentence. */
const assigns = /=|["']$/;

/**
 * True when `value`, which stands behind the name of a secret, is one. `before` is that name up to the value. A password
 * is believed sooner than a `token: ...`, which parsers and Kubernetes write about; names of secrets are no secrets.
 */
export const isNamedSecret = (value: string, before: string): boolean => {
  if (noSecret.test(value) || value.startsWith('arn:')) return false;
  // `PWD` is the working directory of a shell as well.
  if (/pwd\W*$/i.test(before) && value.startsWith('/')) return false;
  if (/pass|pwd/i.test(before)) return true;
  if (value.length < 4) return false;
  if (/token\W*$/i.test(before) && /^\d{1,6}$/.test(value)) return false;
  return assigns.test(before) || !plainWord.test(value);
};
