import { type Provider, providers } from '../../core/remediation/provider.ts';
import { awsSamples } from './approved-calls.ts';
import type { Request } from './simulate.ts';
import { policyOf } from './statements.ts';
import { resource } from './template.ts';

/** What the logical ids of a provider's resources begin with. */
export const idOf: Readonly<Record<Exclude<Provider, 'kubernetes'>, string>> = {
  ec2: 'Ec2',
  ecs: 'Ecs',
  rds: 'Rds',
  lambda: 'Lambda',
  cloudcontrol: 'CloudControl',
};
export const switched = providers.filter((one) => one !== 'kubernetes');
/** The actions that the policy of a resource allows. */
export const allowed = (id: string): string[] =>
  policyOf(resource(id)).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
export const callsOf = (provider: Provider): Request[] =>
  awsSamples.filter(({ action }) => action.provider === provider).flatMap(({ requests }) => requests);

/** What is allowed and called by no action. */
export const surplus = (actions: readonly string[], called: readonly Request[]): string[] => {
  const needed = new Set(called.map(({ action }) => action));
  return actions.filter((action) => !needed.has(action));
};
