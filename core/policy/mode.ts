import type { PolicyRequest } from './layer.ts';
import type { Policy } from './policy.ts';

/** Why the mode of the installation forbids an action to everybody, or undefined when it does not. */
export const modeForbids = (mode: Policy['mode'], action: PolicyRequest['action']): string | undefined => {
  switch (action) {
    case 'read':
      return undefined;
    case 'propose':
      return mode === 'observe' ? 'mode is observe: nothing is proposed' : undefined;
    case 'approve':
    case 'execute':
      return mode === 'execute' ? undefined : `mode is ${mode}, not execute`;
    default:
      return action satisfies never;
  }
};
