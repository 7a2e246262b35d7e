import type { IncidentRow } from '../../../incident/listing.ts';
import { announce, el } from '../dom.client.ts';
import { signedInHeaders } from '../sign-in/sign-in.client.ts';
import { type Asked, askRollback } from './fetch.client.ts';
import { say } from './words.client.ts';

type Row = Pick<IncidentRow, 'id' | 'service' | 'resource'>;

const about = ({ id, service, resource: { kind, namespace, name } }: Row): HTMLElement =>
  el(
    'div',
    {},
    el('p', {}, el('bdi', {}, service)),
    el(
      'p',
      { class: 'quiet small' },
      el('bdi', {}, `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`),
    ),
    el('p', { class: 'quiet small mono' }, el('bdi', {}, id)),
  );

const refusal = (asked: Exclude<Asked, { kind: 'asked' }>): (Node | string)[] => {
  switch (asked.kind) {
    case 'not':
      return [say('takeBackNot'), ' ', el('bdi', {}, asked.why)];
    case 'signed-out':
      return [say('notSignedInAnyMore')];
    case 'lost':
      return [say('takeBackLost')];
    default:
      return [asked satisfies never];
  }
};

/**
 * Opens the dialog in which somebody says why the change of this incident is to be taken back, and asks for it once. It stands
 * beside the list, which goes on being drawn anew beneath it. `asked` is called when it was asked for.
 */
export const takeBack = (row: Row, asked: () => void): void => {
  const reason = el('textarea', {
    id: 'reason',
    maxlength: '500',
    rows: '3',
    autocomplete: 'off',
    'aria-required': 'true',
    'aria-describedby': 'reason-hint',
  });
  const hint = el('p', { id: 'reason-hint', class: 'small wrong' });
  const told = el('p', { class: 'notice bad', role: 'alert', hidden: true });
  const send = el('button', { type: 'button', id: 'ask-rollback', class: 'stop' }, say('takeBackAsk'));
  const cancel = el('button', { type: 'button', id: 'cancel', class: 'plain' }, say('takeBackCancel'));
  const dialog = el(
    'dialog',
    { class: 'card', 'aria-labelledby': 'take-back-title' },
    el('h2', { id: 'take-back-title' }, say('takeBack')),
    about(row),
    el('p', {}, say('takeBackTold')),
    el('div', {}, el('label', { for: 'reason' }, say('takeBackReason')), reason, hint),
    told,
    el('div', { class: 'buttons' }, send, cancel),
  );
  let sending = false;
  const ask = async (): Promise<void> => {
    const why = reason.value.trim();
    hint.textContent = why === '' ? say('takeBackReasonMissing') : '';
    reason.setAttribute('aria-invalid', String(why === ''));
    if (why === '') return reason.focus();
    sending = true;
    send.setAttribute('aria-disabled', 'true');
    const answer = await askRollback(signedInHeaders(), row.id, why);
    sending = false;
    send.setAttribute('aria-disabled', 'false');
    if (answer.kind === 'asked') {
      dialog.close();
      announce(say('takeBackAsked'));
      return asked();
    }
    told.replaceChildren(...refusal(answer));
    told.hidden = false;
  };
  send.addEventListener('click', () => {
    if (!sending) void ask();
  });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
};
