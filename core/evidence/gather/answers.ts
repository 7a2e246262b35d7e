import { fillText, type Values } from '../../incident/placeholders.ts';
import type { Answers } from '../sources.ts';
import { orGap, type Read } from './or-gap.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Two answers of one call as one: lists one behind the other, of everything else the first. */
const joined = (first: unknown, second: unknown): unknown => {
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  if (!isRecord(first) || !isRecord(second)) return first;
  const fields = Object.entries(second).map(([key, value]) => [key, key in first ? joined(first[key], value) : value]);
  return { ...first, ...Object.fromEntries(fields) };
};

/** The answers about several things as if they had been asked for together. */
export const joinedAnswers = (reads: readonly Read<Answers>[]): Read<Answers> => ({
  found: reads.reduce<Answers>((all, { found }) => {
    const more = Object.entries(found).map(([call, answer]) => [
      call,
      call in all ? joined(all[call], answer) : answer,
    ]);
    return { ...all, ...Object.fromEntries(more) };
  }, {}),
  gaps: reads.flatMap(({ gaps }) => gaps),
});

/** The answers about each named thing. A placeholder without a value and whatever cannot be read are gaps. */
export const answersAbout = async (
  what: string,
  names: readonly string[],
  values: Values,
  read: (name: string) => Promise<Read<Answers>>,
): Promise<Read<Answers>> =>
  joinedAnswers(
    await Promise.all(
      names.map(async (template): Promise<Read<Answers>> => {
        const filled = fillText(template, values);
        if (filled.kind === 'unfilled') return { found: {}, gaps: [`${what} ${template}: ${filled.reason}`] };
        return orGap(`${what} ${filled.value}`, {}, () => read(filled.value));
      }),
    ),
  );
