import type { Incident } from '../../incident/incident.ts';
import { cleanText } from '../../incident/text.ts';

const longest = 99;
/** What is left says what happened: a subject is read on a lock screen. */
const longestService = 40;

const ascii = (text: string, max: number): string =>
  cleanText(text, 1000)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, max)
    .trimEnd();

/**
 * The subject of every notice: severity, service, what. In English for everybody: SNS documents a subject as UTF-8 in one
 * place and as ASCII in others, and services that publish through it replace one that is not ASCII. The mail itself is
 * UTF-8 and in the language of its reader. Fewer than 100 characters, none of them a control character.
 */
export const subjectOf = ({ severity, service }: Pick<Incident, 'severity' | 'service'>, what: string): string =>
  ascii(`[${severity}] ${ascii(service, longestService)}: ${what}`, longest);
