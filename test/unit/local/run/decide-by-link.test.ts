import { describe, expect, it } from 'vitest';
import { decideByLink } from '../../../../local/run/decide-by-link.ts';

type Call = { url: string; body: unknown };

const page = (shown: { status: number; answer: object }) => {
  const calls: Call[] = [];
  const fake: typeof fetch = async (url, init) => {
    const request = new Request(url, init);
    calls.push({ url: request.url, body: await request.json() });
    if (calls.length === 1) return Response.json(shown.answer, { status: shown.status });
    return Response.json({ outcome: 'decided', message: 'approved' });
  };
  return { calls, fake };
};

describe('a decision by link', () => {
  it('sends the token in the body, never in the address, and decides on the digest it was shown', async () => {
    const { calls, fake } = page({ status: 200, answer: { choices: [{ digest: 'd1' }, { digest: 'd2' }] } });
    const answer = await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'approve', 'go', fake);
    expect(answer).toEqual({ status: 200, outcome: 'decided', message: 'approved' });
    expect(calls).toEqual([
      { url: 'http://127.0.0.1:1/a/id/view', body: { token: 'who.mac' } },
      {
        url: 'http://127.0.0.1:1/a/id/decision',
        body: { token: 'who.mac', decision: 'approve', digest: 'd1', reason: 'go', rollbackConsent: true },
      },
    ]);
  });

  it('types the name it is asked to type', async () => {
    const { calls, fake } = page({ status: 200, answer: { choices: [{ digest: 'd1', confirm: 'payments-api' }] } });
    await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'approve', 'go', fake);
    expect(calls[1]?.body).toMatchObject({ digest: 'd1', confirm: 'payments-api' });
  });

  it('consents to no rollback when it rejects', async () => {
    const { calls, fake } = page({ status: 200, answer: { choices: [{ digest: 'd1' }] } });
    await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'reject', 'no', fake);
    expect(calls[1]?.body).toMatchObject({ decision: 'reject', rollbackConsent: false });
  });

  it('decides nothing where it is shown nothing', async () => {
    const { calls, fake } = page({ status: 404, answer: { outcome: 'unknown', message: 'this link is not valid' } });
    const answer = await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'approve', 'go', fake);
    expect(answer).toEqual({ status: 404, outcome: 'unknown', message: 'this link is not valid' });
    expect(calls).toHaveLength(1);
  });
});
