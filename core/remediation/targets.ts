import type { Incident } from '../incident/incident.ts';
import { scopeKey } from '../incident/resource.ts';
import type { Proposal } from './proposal.ts';

/** The targets of a proposal, each once: what is leased for it. */
export const targetsOf = ({ actions }: Pick<Proposal, 'actions'>, { spoke }: Pick<Incident, 'spoke'>): string[] => [
  ...new Set(actions.map(({ target }) => scopeKey(target, spoke))),
];
