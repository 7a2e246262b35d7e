import * as z from 'zod';
import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Engine } from '../../local/engine/types.ts';
import type { ApprovalLink } from '../../local/ports/notices.ts';
import type { Chances } from './chances.ts';
import { type Clicked, drawClicks } from './clicks.ts';

type Says = { says: 'approve' | 'reject'; afterSeconds: number };
/** An approver: what they answer to a change and to a rollback; without an answer they stay silent. */
export type Person = {
  id: string;
  consents: boolean;
  change?: Says;
  rollback?: Says;
  /** Which of the choices; the recommended one unless said. */
  choice?: number;
  /** Approves a high risk alone. */
  breaksGlass?: boolean;
};

const Response = z.object({ statusCode: z.int(), body: z.string() });
const View = z.object({
  request: z.object({ expiresAt: z.iso.datetime() }),
  choices: z.array(z.object({ digest: z.string(), confirm: z.string().optional() })).min(1),
});
const retryMs = 5000;
const tries = 8;
/** An office and a phone. */
const networks = ['10.20.4.17', '192.0.2.77'] as const;

export type Post = (
  path: string,
  body: object,
  from?: { userArn?: string; ip?: string },
) => Promise<z.infer<typeof Response>>;

/** A request as API Gateway hands it over; after a 502 a person presses the button again. */
export const posting =
  (engine: () => Engine, clock: EngineClock, random: Random): Post =>
  async (path, body, { userArn, ip = networks[0] } = {}) => {
    const event = {
      httpMethod: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { requestId: random.uuid(), identity: { sourceIp: ip, userArn } },
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return Response.parse(await engine().invoke('approval-api', event));
      } catch (error) {
        if (attempt === tries) throw error;
        await clock.sleep(retryMs);
      }
    }
  };

/**
 * People with their links, over API Gateway's events: they look, decide, try again after an error, may click twice from two
 * places, change their mind, or wait for the last moment. What a link does not decide they sign, as the caller that `arns` names.
 */
export const people = (
  roster: readonly Person[],
  post: Post,
  clock: EngineClock,
  chances: Chances,
  arns: (id: string) => string | undefined,
) => {
  const answered = new Set<string>();
  const unheard: string[] = [];

  const sleepUntil = async (at: number): Promise<void> => {
    const ms = at - clock.now().getTime();
    if (ms > 0) await clock.sleep(ms);
  };

  const decide = async (
    link: string,
    { says }: Says,
    { id, consents, choice = 0, breaksGlass = false }: Person,
  ): Promise<void> => {
    const { pathname, hash } = new URL(link);
    const token = hash.slice(1);
    const shown = await post(`${pathname}/view`, { token });
    if (shown.statusCode !== 200) return;
    const { choices, request } = View.parse(JSON.parse(shown.body));
    const { digest, confirm } = choices[choice] ?? choices[0] ?? {};
    const userArn = arns(id);
    const click = async ({ instead, afterMs, beforeExpiryMs, ip }: Clicked) => {
      if (beforeExpiryMs !== undefined) await sleepUntil(Date.parse(request.expiresAt) - beforeExpiryMs);
      else if (afterMs > 0) await clock.sleep(afterMs);
      const decision = instead === true ? (says === 'approve' ? 'reject' : 'approve') : says;
      const body = {
        decision,
        digest,
        reason: 'as seen on the page',
        rollbackConsent: consents,
        ...(breaksGlass ? { breakGlass: true } : {}),
      };
      const { statusCode } = await post(`${pathname}/decision`, { token, ...body, confirm }, { ip: networks[ip] });
      if (statusCode !== 403 || userArn === undefined) return;
      await post(`/iam/a/${pathname.split('/').at(-1)}/decision`, body, { userArn, ip: networks[ip] });
    };
    await Promise.all(drawClicks(chances, id).map(click));
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
