import type { JournalEntry } from '../../remediation/journal.ts';
import { code, fact, type Line, list, section, type Section, strong, time } from '../document.ts';
import type { Facts } from '../facts.ts';
import { fieldsLine, resourceLine, spoken } from '../words.ts';

const entryLine = ({
  executedAt,
  action,
  target,
  status,
  prior,
  observed,
  error,
  idempotencyKey,
}: JournalEntry): Line => [
  time(executedAt),
  idempotencyKey.endsWith('/undo') ? ' undo of ' : ' ',
  code(action),
  ' on ',
  ...resourceLine(target),
  ': ',
  strong(spoken(status)),
  '; before ',
  ...fieldsLine(prior),
  '; seen afterwards ',
  ...fieldsLine(observed),
  ...(error === undefined ? [] : ['; ', fact(error)]),
];

const asMade = (a: JournalEntry, b: JournalEntry): number =>
  a.executedAt.localeCompare(b.executedAt) || a.idempotencyKey.localeCompare(b.idempotencyKey);

/** One line for each call that was made, in the order in which they were, as recorded before and after it. */
export const journal = ({ journal: entries }: Facts): Section =>
  section('Journal', 'No call was made.', ...list('calls', entries.toSorted(asMade).map(entryLine)));
