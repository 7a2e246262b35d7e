import { fillText, type Values } from '../../incident/placeholders.ts';
import type { LogLine, LogReader, Period } from '../ports.ts';
import type { WantedLog } from '../wanted.ts';
import type { Read } from './or-gap.ts';

/** Enough to see what repeats, and what is new in it; an analyzer is no log archive. */
const mostLines = 2_000;

/** The lines of one log group. A cut answer and a placeholder without a value are gaps. */
export const gatherLogs = async (
  logs: LogReader,
  { group, filter }: WantedLog,
  values: Values,
  period: Period,
): Promise<Read<LogLine[]>> => {
  const where = fillText(group, values);
  if (where.kind === 'unfilled') return { found: [], gaps: [`logs ${group}: ${where.reason}`] };
  const what = fillText(filter ?? '', values);
  if (what.kind === 'unfilled') return { found: [], gaps: [`logs ${group}: ${what.reason}`] };
  const { lines, complete } = await logs.search({
    group: where.value,
    ...(filter === undefined ? {} : { filter: what.value }),
    limit: mostLines,
    ...period,
  });
  const gaps = complete
    ? []
    : [`logs ${where.value}: too many; read were ${lines.length} lines, the newest and a sample of the rest`];
  return { found: lines.map((line) => ({ ...line, group: where.value })), gaps };
};
