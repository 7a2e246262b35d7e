import { inCidr, ipv4 } from '../cidr.ts';

/** IPv4 blocks that do not lead out of private networks. Sources: RFC 1918, 6598, 3927, 1122, 5771, 919. */
const privateBlocks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '0.0.0.0/8',
  '224.0.0.0/4',
  '255.255.255.255/32',
] as const;

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Unspecified and loopback, unique local (fc00::/7), link local (fe80::/10), multicast (ff00::/8). Sources: RFC 4193, 4291. */
const privateSix = /^(?:::1?$|f[cd]|fe[89ab]|ff)/i;

/** True for an address outside private networks. What is no address leads nowhere that is known: it counts as public. */
export const isPublic = (address: string): boolean => {
  const plain = mapped.exec(address)?.[1] ?? address;
  if (ipv4(plain) !== undefined) return !privateBlocks.some((block) => inCidr(block, plain));
  return !(plain.includes(':') && privateSix.test(plain));
};
