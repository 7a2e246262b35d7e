import { expect, it } from 'vitest';
import { statuses, terminal } from '../../../../core/incident/lifecycle.ts';
import { isAtRest } from '../../../../local/run/at-rest.ts';

it('ends a run in a terminal state, or where only a person would go on, at a time of their own', () => {
  const atRest = statuses.filter(isAtRest);
  expect(new Set(atRest)).toEqual(new Set([...terminal, 'outcome_unknown', 'rollback_failed']));
});
