import { type Mode, modes } from '../remediation/mode.ts';
import type { PolicyRequest } from './layer.ts';

/** The more careful of what `policy.yaml` allows at most and what the parameter says. */
export const modeInForce = (ceiling: Mode, switched: Mode): Mode =>
  modes.indexOf(switched) < modes.indexOf(ceiling) ? switched : ceiling;

/** Why the mode of the installation forbids an action to everybody, or undefined when it does not. */
export const modeForbids = (mode: Mode, action: PolicyRequest['action']): string | undefined => {
  switch (action) {
    case 'read':
      return undefined;
    case 'propose':
      return mode === 'observe' ? 'mode is observe: nothing is proposed' : undefined;
    case 'approve':
      return mode === 'observe' ? 'mode is observe: nobody is asked' : undefined;
    case 'execute':
      return mode === 'execute' ? undefined : `mode is ${mode}, not execute`;
    default:
      return action satisfies never;
  }
};

/** The same for the mode in force, with what made it so: it goes into the record of the step that follows from it. */
export const forbiddenInForce = (
  ceiling: Mode,
  switched: Mode,
  action: PolicyRequest['action'],
): string | undefined => {
  const forbidden = modeForbids(modeInForce(ceiling, switched), action);
  return forbidden === undefined ? undefined : `${forbidden} (parameter: ${switched}, policy.yaml: ${ceiling})`;
};
