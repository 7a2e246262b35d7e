import * as z from 'zod';
import type { Proposal } from '../remediation/proposal.ts';
import { printForm, printOf } from './print.ts';

/** Which change it was. `same` is that change on that resource; `alike` is the same choice of a runbook anywhere. */
export const PastOption = z.strictObject({
  same: z.string().regex(printForm),
  alike: z.string().regex(printForm),
  /** The ids of its actions, for people. */
  actions: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/))
    .min(1)
    .max(12),
});
export type PastOption = z.infer<typeof PastOption>;

type Changing = {
  title?: string | undefined;
  actions: readonly Pick<Proposal['actions'][number], 'id' | 'target' | 'parameters'>[];
};

/** Parameters without the words in them: those are names. What says how much is changed is a number or an object. */
const measures = (parameters: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => typeof value !== 'string'));

/** A change as it is remembered: by hashes of its actions with what was asked for, not by the values it led to. */
export const optionOf = ({ title, actions }: Changing): PastOption => ({
  same: printOf(actions.map(({ id, target, parameters }) => ({ id, target, parameters }))),
  alike: printOf([
    title ?? '',
    ...actions.map(({ id, target, parameters }) => ({ id, kind: target.kind, parameters: measures(parameters) })),
  ]),
  actions: actions.map(({ id }) => id),
});
