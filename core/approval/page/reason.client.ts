import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import type { Ui } from './ui.client.ts';

/** What the reason is needed for, here. */
export type NeededFor = 'reasonForHigh' | 'reasonToReject' | 'reasonToKeep';

/** The reason, which goes into the record as it is typed. */
export const reasonField = (ui: Ui, neededFor: NeededFor): HTMLElement => {
  const area = el('textarea', {
    id: 'reason',
    maxlength: '1000',
    rows: '2',
    autocomplete: 'off',
    'aria-describedby': 'reason-hint',
    'aria-invalid': String(ui.reasonMissing),
  });
  area.value = ui.reason;
  area.addEventListener('input', () => {
    ui.reason = area.value;
  });
  return el(
    'div',
    {},
    el('label', { for: 'reason' }, say('reason')),
    area,
    el(
      'p',
      { id: 'reason-hint', class: 'quiet small' },
      ui.reasonMissing ? el('b', { class: 'wrong' }, `${say('reasonMissing')} `) : undefined,
      say(neededFor),
    ),
  );
};
