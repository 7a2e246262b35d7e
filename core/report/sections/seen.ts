import { runtimeFindings } from '../../evidence/runtime-findings.ts';
import { code, fact, list, section, type Section, time } from '../document.ts';
import type { Facts } from '../facts.ts';

/** The timeline of an attack, in order of time: what was found after the diagnosis, too. None where agents told of nothing. */
export const seen = ({ incident, seen: findings }: Facts): Section[] =>
  incident.alarm.kind === 'runtime'
    ? [
        section(
          'What agents saw',
          'No line of it is on record.',
          ...list(
            'lines of the timeline',
            runtimeFindings(findings).map(({ time: at, fact: rule, summary }) => [
              ...(at === undefined ? [] : [time(at), ' ']),
              code(rule),
              ': ',
              fact(summary),
            ]),
          ),
        ),
      ]
    : [];
