import type { ApplyContext } from '../../core/remediation/action.ts';

/** The context of a first call, for actions that are tried by themselves. */
export const step: ApplyContext = { idempotencyKey: `${'a'.repeat(32)}/0` };
