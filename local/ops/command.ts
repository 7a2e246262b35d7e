import type { Status } from '../../core/incident/lifecycle.ts';
import type { Mode } from '../../core/remediation/mode.ts';

/** What an operator asks for. */
export type Command =
  | { kind: 'list'; status?: Status | 'open' }
  | { kind: 'show' | 'journal'; incident?: string }
  | { kind: 'report'; incident?: string; html: boolean }
  | { kind: 'figures'; days?: number }
  | { kind: 'weekly'; week?: string }
  | { kind: 'watch'; incident?: string; once: boolean }
  | { kind: 'close' | 'review'; incident?: string; reason: string }
  | Decide
  | { kind: 'circuit-show' }
  | { kind: 'circuit-close'; scopes: string[]; all: boolean; reason: string }
  | { kind: 'switch'; name: 'execution'; to?: 'enabled' | 'disabled' }
  | { kind: 'switch'; name: 'emergency-stop'; to?: 'clear' | 'set' }
  | { kind: 'switch'; name: 'mode'; to?: Mode };

export type Decide = {
  kind: 'decide';
  what: 'approve' | 'reject' | 'rollback';
  incident?: string;
  /** From 1, as shown. */
  choice?: number;
  /** The beginning of the digest of exactly the change that is consented to: the consent of a script. */
  digest?: string;
  reason?: string;
  rollback: boolean;
  breakGlass: boolean;
};
