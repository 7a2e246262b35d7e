import { genesis } from './chain.ts';
import type { Finding } from './finding.ts';
import { type Head, headHash, headIsGenuine, SignedHead, type VerifySignature } from './head.ts';

/** A head as the store holds it: the hour its key gives it, and the text. */
export type StoredHead = { hour: string; body: string };

const parseHead = (body: string): SignedHead | undefined => {
  try {
    return SignedHead.parse(JSON.parse(body));
  } catch {
    return undefined; // reported by the caller as altered
  }
};

/** Everything that is wrong with the chain of heads, and the heads that can be believed; `stored` is oldest first. */
export const verifyHeads = async (
  stored: readonly StoredHead[],
  verify: VerifySignature,
): Promise<{ findings: Finding[]; genuine: Head[] }> => {
  const findings: Finding[] = [];
  const genuine: Head[] = [];
  const found = (problem: Finding['problem'], detail: string) => findings.push({ problem, where: 'heads', detail });

  /** Hash of the head before; undefined when that head could not be believed. */
  let before: string | undefined = genesis;
  for (const { hour, body } of stored) {
    const signed = parseHead(body);
    const isGenuine = signed !== undefined && (await headIsGenuine(signed, verify));
    if (signed === undefined) found('altered', `head ${hour}: is not a signed head`);
    else if (!isGenuine) found('forged', `head ${hour}: its signature is not by the key`);
    else {
      if (signed.head.hour !== hour) found('reordered', `head ${hour}: in its place is that of ${signed.head.hour}`);
      if (before !== undefined && signed.head.previous !== before) {
        found('removed', `head ${hour}: follows a head that is not there`);
      }
      genuine.push(signed.head);
    }
    before = isGenuine ? headHash(signed.head) : undefined;
  }
  return { findings, genuine };
};
