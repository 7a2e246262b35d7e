const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Each single bit of these bytes flipped, one at a time. */
export const bitFlips = (bytes: Uint8Array): Buffer[] =>
  Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped;
  });

/** Other spellings of the same bytes, and what stands for other ones: everything that a lenient decoder would read. */
const respelled = (text: string): string[] => {
  const last = base64url.indexOf(text.slice(-1));
  return [
    ...[1, 2, 3].map((spare) => text.slice(0, -1) + base64url.charAt(last ^ spare)),
    `${text}=`,
    `${text}==`,
    ` ${text}`,
    `${text} `,
    `${text}\n`,
    `\ufeff${text}`,
    `${text}\0`,
    text.replaceAll('-', '+').replaceAll('_', '/').concat('='),
    text.toLowerCase(),
    text.toUpperCase(),
    encodeURIComponent(text).concat('%3D'),
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''),
    Buffer.from(text, 'base64url').toString('hex'),
    Buffer.from(text).toString('base64url'),
    Buffer.from(Buffer.from(text).toReversed()).toString(),
    text.slice(0, 20).concat('.', text.slice(20)),
    `"${text}"`,
  ].filter((one) => one !== text);
};

/** Every text that is one small step away: each bit of each letter, each letter left out or doubled, each length. */
export const altered = (text: string): string[] => {
  const letters = Array.from(text, (_, n) => n);
  return [
    ...bitFlips(Buffer.from(text)).map((bytes) => bytes.toString('latin1')),
    ...letters.map((n) => text.slice(0, n)),
    ...letters.map((n) => text.slice(n + 1)),
    ...letters.map((n) => text.slice(0, n) + text.slice(n + 1)),
    ...letters.map((n) => text.slice(0, n) + text.charAt(n) + text.slice(n)),
    ...Array.from(`${base64url}.=`, (letter) => text + letter),
    ...respelled(text),
    text + text,
  ].filter((one) => one !== text);
};
