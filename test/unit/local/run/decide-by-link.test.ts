import { describe, expect, it } from 'vitest';
import { decideByLink } from '../../../../local/run/decide-by-link.ts';

type Call = { url: string; body: unknown };

type Answer = { status: number; answer: object };

const page = (shown: Answer, decided?: Answer) => {
  const calls: Call[] = [];
  const fake: typeof fetch = async (url, init) => {
    const request = new Request(url, init);
    calls.push({ url: request.url, body: await request.json() });
    if (calls.length === 1) return Response.json(shown.answer, { status: shown.status });
    return Response.json(decided?.answer ?? { outcome: 'decided', message: 'approved' }, {
      status: decided?.status ?? 200,
    });
  };
  return { calls, fake };
};

describe('a decision by link', () => {
  it('sends the token in the body, never in the address, and decides on the digest it was shown', async () => {
    const { calls, fake } = page({ status: 200, answer: { choices: [{ digest: 'd1' }, { digest: 'd2' }] } });
    const answer = await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'approve', 'go', { fetchImpl: fake });
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
    await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'approve', 'go', { fetchImpl: fake });
    expect(calls[1]?.body).toMatchObject({ digest: 'd1', confirm: 'payments-api' });
  });

  it('consents to no rollback when it rejects', async () => {
    const { calls, fake } = page({ status: 200, answer: { choices: [{ digest: 'd1' }] } });
    await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'reject', 'no', { fetchImpl: fake });
    expect(calls[1]?.body).toMatchObject({ decision: 'reject', rollbackConsent: false });
  });

  it('is signed where a link is not enough, without the token', async () => {
    const choices = { choices: [{ digest: 'd1' }] };
    const { calls, fake } = page(
      { status: 200, answer: choices },
      { status: 403, answer: { outcome: 'not-permitted', message: 'a link alone only views' } },
    );
    const sent: unknown[] = [];
    const signed = async (...call: unknown[]) => {
      sent.push(call);
      return { status: 200, answer: { outcome: 'decided', message: 'approved' } };
    };
    const link = 'http://127.0.0.1:1/a/id#who.mac';
    expect(await decideByLink(link, 'approve', 'go', { fetchImpl: fake, signed })).toMatchObject({ status: 200 });
    expect(calls.map(({ url }) => url)).toEqual(['http://127.0.0.1:1/a/id/view', 'http://127.0.0.1:1/a/id/decision']);
    expect(sent).toEqual([['decision', { decision: 'approve', digest: 'd1', reason: 'go', rollbackConsent: true }]]);
  });

  it('decides nothing where it is shown nothing', async () => {
    const { calls, fake } = page({ status: 404, answer: { outcome: 'unknown', message: 'this link is not valid' } });
    const answer = await decideByLink('http://127.0.0.1:1/a/id#who.mac', 'approve', 'go', { fetchImpl: fake });
    expect(answer).toEqual({ status: 404, outcome: 'unknown', message: 'this link is not valid' });
    expect(calls).toHaveLength(1);
  });
});
