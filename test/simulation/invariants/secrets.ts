import * as z from 'zod';
import type { Notice } from '../../../core/approval/ports.ts';
import type { MakeInvariant, Scene } from './invariant.ts';
import type { Secrets } from './known-secrets.ts';

/** A notice's own text and data with everything of them that is long enough to be a secret. */
const wordsIn = (value: unknown, into: string[] = []): string[] => {
  if (typeof value === 'string') {
    if (value.length >= shortest) into.push(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key.length >= shortest) into.push(key);
      wordsIn(inner, into);
    }
  }
  return into;
};
/** The length of a MAC in base64url; no secret of a run is shorter, but for what is planted in the world. */
const shortest = 24;

/** What a decision stores by design: a proof's MAC is no secret to whoever may read the decision. */
const stored = (item: Record<string, unknown>): Record<string, unknown> => {
  const { mac: _mac, ...rest } = item;
  return 'proof' in item ? rest : item;
};

const Approver = z.object({ approver: z.string() });

const inNotice = (secrets: Secrets, notice: Notice): string[] => {
  const to = Approver.safeParse(notice.to).data?.approver;
  return secrets
    .in(wordsIn([notice.subject, notice.text, notice.data]))
    .filter(({ owner }) => owner === undefined || owner !== to)
    .map(({ what }) => `${what} was sent to ${JSON.stringify(notice.to)}`);
};

/**
 * No secret in the table, the log, the audit trail, a prompt or a notice. A link is sent to the one person it is of, and
 * is nowhere else. Items are remembered as they are written and searched at the end, the overwritten ones too.
 */
export const secretsNowhere =
  (secrets: Secrets): MakeInvariant =>
  (scene: Scene) => {
    const items: Record<string, unknown>[] = [];
    const bodies: string[] = [];
    const found = (where: string, words: readonly string[]): string[] =>
      secrets.in(words).map(({ what }) => `${what} is in ${where}`);
    return {
      transaction: ({ written }) => {
        for (const { item } of written) if (item !== undefined) items.push(item);
        return [];
      },
      audited: (_key, body) => {
        bodies.push(body);
        return [];
      },
      notice: (notice) => inNotice(secrets, notice),
      prompt: (text) => found('a prompt', [text]),
      end: () => [
        ...items.flatMap((item) =>
          found(`the item ${String(item['pk'])} ${String(item['sk'])}`, wordsIn(stored(item))),
        ),
        ...found('the audit trail', bodies),
        ...scene.ports().log.entries.flatMap((entry) => found(`the log: ${entry.message}`, wordsIn(entry))),
      ],
    };
  };
