const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** An IPv4 address as a number, or undefined when the text is none; no part has a leading zero or is above 255. */
export const ipv4 = (text: string): number | undefined => {
  const parts = octets.exec(text)?.slice(1);
  if (parts === undefined || parts.some((part) => Number(part) > 255 || String(Number(part)) !== part))
    return undefined;
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
};

export type Range = { first: number; last: number };

/** The first and the last address of a CIDR block (RFC 4632), or undefined when the text is none or has host bits. */
export const cidrRange = (text: string): Range | undefined => {
  const [address = '', bits = '', ...more] = text.split('/');
  const first = ipv4(address);
  if (first === undefined || more.length > 0 || !/^(\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  const size = 2 ** (32 - Number(bits));
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
};

/** True when the address lies in the block; false when either is not one. */
export const inCidr = (cidr: string, address: string): boolean => {
  const range = cidrRange(cidr);
  const value = ipv4(address);
  return range !== undefined && value !== undefined && value >= range.first && value <= range.last;
};
