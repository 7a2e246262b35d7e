import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approverOf, linkToken } from '../../../core/approval/link.ts';
import { ProofFields, signProof, verifyProof } from '../../../core/approval/proof.ts';
import type { ApprovalRequest } from '../../../core/approval/request.ts';
import { proofFields, proofKey, request } from '../../support/approval.ts';
import { linkKey } from '../../support/approval-page.ts';

const asked = request();
const token = await linkToken(linkKey.generator, asked, 'alice');
const proof = proofFields();
const mac = await signProof(proofKey.generator, proof);
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('the link token', () => {
  it('names its approver', async () => {
    expect(await approverOf(linkKey.verifier, asked, token)).toBe('alice');
  });

  it('is refused when any one character of it is another', async () => {
    for (let index = 0; index < token.length; index += 1) {
      for (const letter of `${base64url}.=% `) {
        if (letter === token[index]) continue;
        const altered = token.slice(0, index) + letter + token.slice(index + 1);
        expect(await approverOf(linkKey.verifier, asked, altered), altered).toBeUndefined();
      }
    }
  });

  it.each([undefined, null, 7, '', '.', `${token}A`, ` ${token}`, `${token}=`, token.slice(1), 'x'.repeat(5000)])(
    'is refused as %j',
    async (wrong) => {
      expect(await approverOf(linkKey.verifier, asked, wrong)).toBeUndefined();
    },
  );

  it('is of one key only: a proof key makes no link', async () => {
    const forged = await linkToken(proofKey.generator, asked, 'alice');
    expect(await approverOf(linkKey.verifier, asked, forged)).toBeUndefined();
  });

  it('is refused for a request with any bound field altered', async () => {
    const field = fc.constantFrom('purpose', 'approvalId', 'incidentId', 'choiceSetDigest', 'expiresAt' as const);
    await fc.assert(
      fc.asyncProperty(field, fc.string(), async (name, value) => {
        fc.pre(asked[name as keyof ApprovalRequest] !== value);
        return (await approverOf(linkKey.verifier, { ...asked, [name]: value }, token)) === undefined;
      }),
    );
  });
});

describe('the proof', () => {
  const strings = ['incidentId', 'approvalId', 'choiceSetDigest', 'chosenDigest', 'approver', 'role'] as const;
  const times = ['decidedAt', 'executeBy', 'rollbackBy'] as const;
  const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((at) => at.toISOString());
  const altered = fc.oneof(
    fc.record({ name: fc.constantFrom(...strings), value: fc.string() }),
    fc.record({ name: fc.constantFrom(...times), value: time }),
    fc.record({ name: fc.constant('purpose'), value: fc.constantFrom('reject', 'rollback') }),
    fc.record({ name: fc.constant('rollbackConsent'), value: fc.constant(false) }),
  );

  it('verifies as it was signed', async () => {
    expect(await verifyProof(proofKey.verifier, proof, mac)).toBe(true);
  });

  it('does not verify with any field altered', async () => {
    await fc.assert(
      fc.asyncProperty(altered, async ({ name, value }) => {
        fc.pre(proof[name as keyof ProofFields] !== value);
        const fields = ProofFields.parse({ ...proof, [name]: value });
        return !(await verifyProof(proofKey.verifier, fields, mac));
      }),
    );
  });

  it('does not verify with another spelling of its MAC', async () => {
    const [last = ''] = mac.slice(-1);
    const spare = [1, 2, 3].map((bits) => mac.slice(0, -1) + base64url[base64url.indexOf(last) ^ bits]);
    const base64 = Buffer.from(mac, 'base64url').toString('base64');
    for (const other of [...spare, `${mac}=`, `${mac}\n`, ` ${mac}`, `${mac}.`, `${mac}A`, base64]) {
      expect(await verifyProof(proofKey.verifier, proof, other), other).toBe(false);
    }
  });

  it('does not verify with a link token as its MAC, nor by the link key', async () => {
    expect(await verifyProof(proofKey.verifier, proof, token.split('.')[1] ?? '')).toBe(false);
    expect(await verifyProof(linkKey.verifier, proof, mac)).toBe(false);
  });
});
