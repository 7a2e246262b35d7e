import { fact, type Line, list, quote, section, type Section } from '../document.ts';
import type { Facts } from '../facts.ts';
import { resourceLine } from '../words.ts';

const openCalls = ({ journal }: Facts): Line[] =>
  journal
    .filter(({ status }) => status === 'outcome_unknown' || status === 'started')
    .map(({ target }) => ['The outcome of a call on ', ...resourceLine(target)]);

const unmeasured = ({ validation }: Facts): Line[] =>
  (validation?.checks ?? [])
    .filter(({ verdict }) => verdict === 'unknown')
    .map(({ id }) => ['Metric ', fact(id), ' after the change: no data']);

const neverValidated = ({ journal, validation }: Facts): Line[] =>
  validation === undefined && journal.some(({ status }) => status === 'succeeded')
    ? [['Whether the change helped: it was not validated']]
    : [];

/** Everything that could not be seen, read or told: no data is not good news. */
export const unknowns = (facts: Facts): Section =>
  section(
    'Not known',
    'Nothing is on record as not known.',
    ...list('gaps', [
      ...facts.unreadable.map((name): Line => [`The record of ${name} is there and cannot be read`]),
      ...(facts.evidence?.gaps ?? []).map((gap): Line => [fact(gap)]),
      ...(facts.remembered?.gap === undefined ? [] : [[fact(facts.remembered.gap)]]),
      ...openCalls(facts),
      ...unmeasured(facts),
      ...neverValidated(facts),
      ...(facts.diagnosis?.missing ?? []).map(
        (wish): Line => ['The model would have liked to see, in its own words and unchecked: ', quote(wish)],
      ),
    ]),
  );
