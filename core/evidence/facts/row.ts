import type { signalKinds } from '../signal.ts';

/** One kind of fact that evidence can yield. */
export type FactRow = {
  kind: (typeof signalKinds)[number];
  /** 0 (hint) to 1 (proof): how much this fact alone says about a cause. Decides what stays within the budget. */
  strength: number;
  /** `symptom`: something is wrong. `context`: worth knowing, wrong or not. `well`: this part is seen to work. */
  tells: 'symptom' | 'context' | 'well';
};
export type FactRows = Readonly<Record<string, FactRow>>;
