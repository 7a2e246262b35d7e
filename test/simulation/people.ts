import * as z from 'zod';
import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Engine } from '../../local/engine/types.ts';
import type { ApprovalLink } from '../../local/ports/notices.ts';

type Says = { says: 'approve' | 'reject'; afterSeconds: number };
/** An approver: what they answer to a change and to a rollback; without an answer they stay silent. */
export type Person = { id: string; consents: boolean; change?: Says; rollback?: Says };

const Response = z.object({ statusCode: z.int(), body: z.string() });
const View = z.object({ choices: z.array(z.object({ digest: z.string(), confirm: z.string().optional() })).min(1) });
const retryMs = 5000;
const tries = 8;

/**
 * People with their links, over API Gateway's events: they look, decide, try again after an error, and may click twice.
 * What a link does not decide they sign, as the caller that `arns` names.
 */
export const people = (
  roster: readonly Person[],
  engine: () => Engine,
  clock: EngineClock,
  random: Random,
  arns: (id: string) => string | undefined,
) => {
  const answered = new Set<string>();
  const unheard: string[] = [];

  const post = async (path: string, body: object, userArn?: string): Promise<{ statusCode: number; body: string }> => {
    const event = {
      httpMethod: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { requestId: random.uuid(), identity: { sourceIp: '10.20.4.17', userArn } },
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return Response.parse(await engine().invoke('approval-api', event));
      } catch (error) {
        // API Gateway answers 502; a person presses the button again.
        if (attempt === tries) throw error;
        await clock.sleep(retryMs);
      }
    }
  };

  const decide = async (link: string, { says }: Says, { id, consents }: Person): Promise<void> => {
    const { pathname, hash } = new URL(link);
    const token = hash.slice(1);
    const shown = await post(`${pathname}/view`, { token });
    if (shown.statusCode !== 200) return;
    const { digest, confirm } = View.parse(JSON.parse(shown.body)).choices[0] ?? {};
    const body = { decision: says, digest, reason: 'as seen on the page', rollbackConsent: consents };
    const arn = arns(id);
    const click = async () => {
      const { statusCode } = await post(`${pathname}/decision`, { token, ...body, confirm });
      if (statusCode === 403) await post(`/iam/a/${pathname.split('/').at(-1)}/decision`, body, arn);
    };
    await Promise.all(random.chance(0.3) ? [click(), click()] : [click()]);
  };

  return {
    /** Whoever pressed the button in vain until they gave up. */
    unheard,
    onLink: ({ to, kind, link }: ApprovalLink): void => {
      const person = roster.find(({ id }) => id === to);
      const says = kind === 'rollback-request' ? person?.rollback : person?.change;
      // A reminder carries the same link: whoever has answered does not answer again.
      if (person === undefined || says === undefined || answered.has(link)) return;
      answered.add(link);
      clock.after(says.afterSeconds * 1000, () => {
        decide(link, says, person).catch((error: unknown) => unheard.push(`${person.id}: ${String(error)}`));
      });
    },
  };
};
