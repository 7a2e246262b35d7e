import { outcomeText } from '../../knowledge/words.ts';
import type { Similar } from '../../knowledge/similar.ts';
import { code, type Line, list, section, type Section, time } from '../document.ts';
import type { Facts } from '../facts.ts';
import { percent } from '../words.ts';

const similarLine = (one: Similar): Line => [
  code(one.incidentId),
  ', ',
  time(one.closedAt),
  `, ${one.sameResource ? 'this resource' : 'another resource'}, ${percent(one.likeness)} alike: `,
  one.category === undefined ? 'no cause named' : code(one.category),
  ', ',
  one.option === undefined ? 'no change' : code(one.option.actions.join(', ')),
  `, ${outcomeText(one)}`,
];

/** The past incidents that looked like this one, and how each ended. */
export const similar = ({ remembered }: Facts): Section =>
  section(
    'Similar incidents',
    'None is on record.',
    ...list('incidents', (remembered?.similar ?? []).map(similarLine)),
  );
