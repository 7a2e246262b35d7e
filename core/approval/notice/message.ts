import type { Incident } from '../../incident/incident.ts';
import { cleanText } from '../../incident/text.ts';
import { type Language, languageOf, fallbackLanguage } from '../../policy/language/language.ts';
import type { Approver } from '../../policy/roster.ts';
import type { Notice } from '../ports.ts';
import { chatNotification } from './chat-notification.ts';
import { type Line, lineIn, type NoticeKey } from './line.ts';
import { mailText } from './mail-text.ts';
import { subjectOf } from './subject.ts';

/** `minimal` leaves the VPC with service, severity, risk and link only; `full` also says where, cause, change and reason. */
export type Detail = 'minimal' | 'full';

/** What is told, in no language and without a link: every recipient gets it in their own form. */
export type Message = {
  incident: Pick<Incident, 'id' | 'service' | 'severity' | 'status'>;
  /** For programs: `approval-request`, `rollback-request`, `decision`, or the status that was reached. */
  kind: string;
  headline: NoticeKey;
  lines: readonly Line[];
  /** What a person in a channel can do about it. */
  chatSteps: readonly Line[];
  /** Facts for programs beside incident, service and severity. */
  facts: Readonly<Record<string, string | number>>;
  /** The written report, in Markdown. */
  report?: string;
};

/** How a recipient is asked: their own link, with what is said around it. */
export type Asked = { link: string; lines: readonly Line[] };

type Languages = Readonly<Record<string, Language>>;

const dataOf = ({ incident, kind, facts }: Message): Record<string, unknown> => ({
  incidentId: incident.id,
  kind,
  service: cleanText(incident.service, 300),
  severity: incident.severity,
  ...facts,
});

const longestReportLine = 600;
const reportLines = (report: string): string[] => report.split('\n').map((line) => mailText(line, longestReportLine));

const mailIn = (message: Message, language: Language, closing: readonly string[]): string => {
  const said = (line: Line): string => lineIn(line, language, mailText);
  return [
    said({ says: message.headline }),
    '',
    ...message.lines.map(said),
    ...closing,
    ...(message.report === undefined ? [] : ['', ...reportLines(message.report)]),
  ].join('\n');
};

const english = (languages: Languages): Language => languageOf(languages, fallbackLanguage);
const subject = (message: Message, languages: Languages): string =>
  subjectOf(message.incident, english(languages).notice[message.headline]);

/** The notice to an approver in their language; `asked` only for whoever may use that link. */
export const noticeTo = (
  { id, language: tag }: Pick<Approver, 'id' | 'language'>,
  message: Message,
  languages: Languages,
  asked?: Asked,
): Notice => {
  const language = languageOf(languages, tag);
  const closing = (asked?.lines ?? []).map((line) => lineIn(line, language, mailText));
  const [before, ...after] = closing;
  return {
    to: { approver: id },
    subject: subject(message, languages),
    text: mailIn(message, language, asked === undefined ? [] : ['', before ?? '', asked.link, '', ...after]),
    data: { ...dataOf(message), ...(asked === undefined ? {} : { link: asked.link }) },
  };
};

/** What channels and programs are told, in the fallback language. There is no link to put into it. */
export const noticesToAudiences = (message: Message, languages: Languages): Notice[] => {
  const language = english(languages);
  const told = { subject: subject(message, languages), text: mailIn(message, language, []) };
  return [
    { to: { audience: 'chat' }, ...told, data: chatNotification(message, language) },
    { to: { audience: 'machine' }, ...told, data: dataOf(message) },
  ];
};
