import * as z from 'zod';

const View = z.object({ choices: z.array(z.object({ digest: z.string(), confirm: z.string().optional() })).min(1) });
const Answer = z.object({ outcome: z.string(), message: z.string() });
export type Answered = z.infer<typeof Answer> & { status: number };

/** A POST to a request: `view` or `decision`. */
export type Post = (what: 'view' | 'decision', body: object) => Promise<{ status: number; answer: unknown }>;

/** The answer to whoever may not decide so, for instance by a link alone. */
const forbidden = 403;

type Ways = {
  fetchImpl?: typeof fetch;
  /** How this person signs a request, where they can: used for what a link does not decide. */
  signed?: Post | undefined;
};

const byLink = (link: string, fetchImpl: typeof fetch): Post => {
  const page = new URL(link);
  const token = page.hash.slice(1);
  page.hash = '';
  return async (what, body) => {
    const response = await fetchImpl(`${page.href}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ token, ...body }),
    });
    return { status: response.status, answer: await response.json() };
  };
};

/**
 * What the page does when a person presses a button: shows the request by the token of the link, then decides on the
 * first choice it was shown, with the name it is asked to type; once more by a signed request where a link is not enough.
 * An approval consents to a rollback. Throws when the page does not answer as a page.
 */
export const decideByLink = async (
  link: string,
  decision: 'approve' | 'reject',
  reason: string,
  { fetchImpl = fetch, signed }: Ways = {},
): Promise<Answered> => {
  const post = byLink(link, fetchImpl);
  const shown = await post('view', {});
  if (shown.status !== 200) return { status: shown.status, ...Answer.parse(shown.answer) };
  const [first] = View.parse(shown.answer).choices;
  const { digest, confirm } = first ?? {};
  const body = { decision, digest, reason, rollbackConsent: decision === 'approve' };
  const byLinkAlone = await post('decision', { ...body, confirm });
  const decided =
    byLinkAlone.status === forbidden && signed !== undefined ? await signed('decision', body) : byLinkAlone;
  return { status: decided.status, ...Answer.parse(decided.answer) };
};
