import type { Signal } from '../evidence/signal.ts';
import { resourceKey } from '../incident/resource.ts';

/** A number with a unit written behind it: `512Mi`, `97.3 %`, `1,200 ms`. */
const quantity = /(?<![\w.])(\d+(?:,\d{3})*(?:\.\d+)?)\s?(%|[A-Za-z]+)?/g;
/**
 * A word of letters and digits that is no quantity: a name (`payments-7d9f`, `7d9f8c`), a term (`p99`, `ec2`), an id (`S1`),
 * and what has two dots, an address or a version.
 */
const named = /(?<![\w.-])(?:[A-Za-z][\w.-]*\d|\d+[A-Za-z]+\d|\d+(?:\.\d+){2})[\w.-]*/g;
/** Shorter words of this form are terms of the field, not names that could be made up. */
const longestTerm = 5;

type Quantity = { value: number; digits: number; unit: string };

/** Units differ when their first letters do: `Mi` and `MiB` are one, `Mi` and `Gi` are two. A word is no unit. */
const unitOf = (text: string | undefined): string =>
  text !== undefined && (text === '%' || /^([KMGTP]i?B?|[numµ]?s|m|bytes?)$/i.test(text))
    ? text.charAt(0).toLowerCase()
    : '';

const quantitiesIn = (text: string): Quantity[] =>
  [...text.matchAll(quantity)].map(([, number = '', unit]) => {
    const plain = number.replaceAll(',', '');
    return { value: Number(plain), digits: plain.split('.')[1]?.length ?? 0, unit: unitOf(unit) };
  });

/** The same number, or the cited one rounded to as many digits as were quoted. */
const isQuoted = (said: Quantity, cited: Quantity): boolean =>
  (said.unit === '' || cited.unit === '' || said.unit === cited.unit) &&
  (said.value === cited.value || said.value === Number(cited.value.toFixed(said.digits)));

/** Times and names hold numbers, too: 02:58 is quoted from 2026-11-20T02:58:00Z. They have no unit. */
const isPart = ({ value, unit }: Quantity, parts: ReadonlySet<number>): boolean => unit === '' && parts.has(value);

const textOf = ({ id, summary, time, resource, data }: Signal): string =>
  [id, summary, time ?? '', resourceKey(resource), ...Object.values(data).map(String)].join(' \n');

/**
 * The first number or name with digits in a text that these signals do not hold, or undefined when all are from them. A
 * number may be rounded and never converted: who reads it must find it in the evidence.
 */
export const unsupported = (text: string, signals: readonly Signal[]): string | undefined => {
  const source = signals.map(textOf).join('\n');
  const lower = source.toLowerCase();
  const names = [...text.matchAll(named)].map(([name]) => name.replace(/[.-]+$/, ''));
  const invented = names.find(
    (name) => (name.length > longestTerm || /^S\d+$/.test(name)) && !lower.includes(name.toLowerCase()),
  );
  if (invented !== undefined) return invented;
  const cited = quantitiesIn(source);
  const parts = new Set((source.match(/\d+/g) ?? []).map(Number));
  const wrong = quantitiesIn(text.replace(named, ' ')).find(
    (one) => !isPart(one, parts) && !cited.some((other) => isQuoted(one, other)),
  );
  return wrong === undefined ? undefined : String(wrong.value);
};
