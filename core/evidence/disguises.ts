/** Letters of other scripts behind the Latin one they look like (Unicode TR39): Cyrillic, Greek, small capitals. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  'aаαᴀ bЬʙ cсϲᴄ dԁᴅ eеεᴇ fꜰ gɡɢ hһʜ iіιɪı jјᴊ kкκᴋ lӏʟ mмᴍ nпηɴ oоοᴏσ pрρᴘ qԛ rгʀ sѕꜱ tтτᴛ uυᴜ vѵνᴠ wԝωᴡ xхχ yуγʏ zᴢ'
    .split(' ')
    .flatMap(([letter = '', ...others]) => others.map((other) => [other, letter] as const)),
);
const leet: ReadonlyMap<string, string> = new Map(
  Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }),
);
const mapped = (text: string, by: ReadonlyMap<string, string>): string =>
  Array.from(text, (sign) => by.get(sign) ?? sign).join('');

/** More than this of a decoded text is not looked at, nor more runs than this of one text. */
const decodeAtMost = 2_000;
const mostRuns = 3;
const isReadable = (text: string): boolean => /^[\t\n\r -~]+$/.test(text) && text.includes(' ');

const unbase64 = (run: string): string => {
  const plain = run.slice(0, decodeAtMost).replaceAll('-', '+').replaceAll('_', '/');
  // One letter alone in a group holds no whole character.
  return atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain);
};
/**
 * Base64 of six groups of printable ASCII: the first letter of a group has the high bits of its first character, the second
 * those of its second. Ids, hashes and paths practically never look like that.
 */
const base64Text = /(?<![A-Za-z0-9+/_-])(?:[I-Za-f][C-HS-Xi-nyz0-3][A-Za-z0-9+/_-]{2}){6}[A-Za-z0-9+/_-]*/;
const fromBase64 = (text: string): string[] =>
  [...text.matchAll(new RegExp(base64Text, 'g'))].slice(0, mostRuns).map(([run]) => unbase64(run));
const byCode = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
const fromHex = (text: string): string[] =>
  [...text.matchAll(/(?:[2-7][0-9a-f][\s:,]?){12,}/gi)].slice(0, mostRuns).map(([run]) =>
    run
      .slice(0, decodeAtMost)
      .replace(/[\s:,]/g, '')
      .replace(/../g, byCode),
  );
const unescaped = (text: string): string[] => [
  text
    .replace(/\+/g, ' ')
    .replace(/(?:%|\\x|\\u00)([2-7][0-9a-f])/gi, (_, hex: string) => byCode(hex))
    .replace(/&#x([2-7][0-9a-f]);/gi, (_, hex: string) => byCode(hex))
    .replace(/&#(\d{2,3});/g, (_, decimal: string) => String.fromCharCode(Number(decimal))),
];
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode((code & 31) > 13 ? code - 13 : code + 13);
  });

/** How a text can be hidden from who looks for words, a cheap sign of it, and what it says without. */
const disguises: readonly { sign: RegExp; undo: (text: string) => string[] }[] = [
  {
    sign: /[\u0080-\uffff]/,
    undo: (text) => [mapped(text.toLowerCase(), lookalikes), text.normalize('NFD').replace(/\p{M}/gu, '')],
  },
  { sign: base64Text, undo: (text) => fromBase64(text).filter(isReadable) },
  { sign: /(?:[2-7][0-9a-f][\s:,]?){12}/i, undo: (text) => fromHex(text).filter(isReadable) },
  { sign: /%[2-7][0-9a-f]|\\x[2-7]|\\u00[2-7]|&#x?\d|[a-z]\+[a-z]+\+/i, undo: unescaped },
  { sign: /vtaber|qvfertneq|sbetrg|vafgehpgvba|cebzcg/i, undo: (text) => [rot13(text)] },
  { sign: /erongi|drager|tegrof|noitcurtsni|tpmorp/i, undo: (text) => [Array.from(text).toReversed().join('')] },
  {
    sign: /(?:[i1!]gn[o0]r[e3]|d[i1!][s5$]r[e3]g[a4@]rd|f[o0]rg[e3][t7]|[o0]v[e3]rr[i1!]d[e3]|[i1!]n[s5$][t7]ruc[t7]|pr[o0]mp[t7]|[a4@]ppr[o0]v[e3])/i,
    // A number alone is a number.
    undo: (text) => [
      text
        .split(' ')
        .map((word) => (/[a-z]/i.test(word) ? mapped(word, leet) : word))
        .join(' '),
    ],
  },
  {
    sign: /(?:\b[a-z][ ._*-]){6}/i,
    // Two spaces may have become one: without any, the words are found by the patterns for names.
    undo: (text) => [text.replace(/\b([a-z])[ ._*-](?=[a-z]\b)/gi, '$1')],
  },
];

/** What `text` may say when a disguise is taken off: one candidate for each that it shows a sign of, mostly none. */
export const undisguised = (text: string): string[] =>
  disguises.flatMap(({ sign, undo }) => (sign.test(text) ? undo(text) : []));
