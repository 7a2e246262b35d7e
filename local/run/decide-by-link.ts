import * as z from 'zod';

const View = z.object({ choices: z.array(z.object({ digest: z.string(), confirm: z.string().optional() })).min(1) });
const Answer = z.object({ outcome: z.string(), message: z.string() });
export type Answered = z.infer<typeof Answer> & { status: number };

/**
 * What the page does when a person presses a button: shows the request by the token of the link, then decides on the
 * first choice it was shown, with the name it is asked to type. An approval consents to a rollback. Throws when the page does not answer as a page.
 */
export const decideByLink = async (
  link: string,
  decision: 'approve' | 'reject',
  reason: string,
  fetchImpl: typeof fetch = fetch,
): Promise<Answered> => {
  const page = new URL(link);
  const token = page.hash.slice(1);
  page.hash = '';
  const post = async (path: string, body: object): Promise<{ status: number; answer: unknown }> => {
    const response = await fetchImpl(`${page.href}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: await response.json() };
  };
  const shown = await post('view', { token });
  if (shown.status !== 200) return { status: shown.status, ...Answer.parse(shown.answer) };
  const [first] = View.parse(shown.answer).choices;
  const { digest, confirm } = first ?? {};
  const rollbackConsent = decision === 'approve';
  const decided = await post('decision', { token, decision, digest, reason, confirm, rollbackConsent });
  return { status: decided.status, ...Answer.parse(decided.answer) };
};
