import type { Answer } from './view.ts';

/** What the person did on the page so far; kept when the page is drawn again. */
export type Ui = {
  chosen: number;
  reason: string;
  /** Undefined until touched: then the default of the choice holds. */
  consent?: boolean;
  sending: boolean;
  reasonMissing: boolean;
  /** The answer to the last click. */
  answer?: Answer;
};

export const freshUi = (): Ui => ({ chosen: 0, reason: '', sending: false, reasonMissing: false });
