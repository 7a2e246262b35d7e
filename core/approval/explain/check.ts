import type { PolicyLayer, PolicyRequest } from '../../policy/layer.ts';

/** One answer on the way to a decision, with what a person needs to understand it. */
export type Check = {
  check: 'principal' | 'mode' | 'scope' | 'profile' | 'risk' | 'window' | 'caps' | 'quorum' | 'cedar';
  allowed: boolean;
  detail: string;
};

export type Layer = Pick<PolicyLayer, 'policy' | 'roster' | 'decide' | 'profiles'>;
export type Wanted = PolicyRequest['action'];

/** True for what a person does who decides; the others look or plan. */
export const decides = (action: Wanted): boolean => action === 'approve' || action === 'execute';
