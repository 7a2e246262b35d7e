import type { Answer } from './view/view.ts';

/**
 * What became of the last click. `turned-away`: something before the service refused it, so it decided nothing. `lost`: no
 * answer, it is not known. `arrived` and `not-recorded`: what the page found when it looked again.
 */
export type Click =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'turned-away'; status: number }
  | { kind: 'lost' }
  | { kind: 'arrived' }
  | { kind: 'not-recorded'; at: string };

/** What the person did on the page so far; kept when the page is drawn again. */
export type Ui = {
  chosen: number;
  reason: string;
  /** The name typed to confirm an approval. */
  confirm: string;
  breakGlass: boolean;
  /** Undefined until touched: then the default of the choice holds. */
  consent?: boolean;
  sending: boolean;
  reasonMissing: boolean;
  confirmWrong: boolean;
  click?: Click;
};

export const freshUi = (): Ui => ({
  chosen: 0,
  reason: '',
  confirm: '',
  breakGlass: false,
  sending: false,
  reasonMissing: false,
  confirmWrong: false,
});

/** Another choice: what was typed and ticked for the one before does not count for it. */
export const choose = (ui: Ui, index: number): void => {
  ui.chosen = index;
  ui.confirm = '';
  ui.confirmWrong = false;
  ui.breakGlass = false;
  delete ui.consent;
};
