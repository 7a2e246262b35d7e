import { resourceKey } from '../../core/incident/resource.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { ReplayDocument } from './document.ts';

/** More signals than this are in the JSON document. */
const mostSignals = 12;

const line = (title: string, text: string): string => `${title.padEnd(10)} ${cleanText(text, 240)}`;

/** A replay for a person: the alarm, since when, what was found, the causes, what would be proposed. */
export const replayText = ({ incident, evidence, diagnosis, proposal, proposalNote }: ReplayDocument): string => {
  const { signals, gaps, onset, promptTokens } = evidence;
  const more = signals.length > mostSignals ? [line('', `${signals.length - mostSignals} more signals`)] : [];
  const causes = diagnosis.causes.map(
    ({ category, resource, confidence, summary, citations }, rank) =>
      `${rank + 1}. ${category} of ${resourceKey(resource)}, confidence ${confidence} (${citations.join(' ')}): ${summary}`,
  );
  return [
    line('Alarm', `${incident.alarm}, about ${resourceKey(incident.resource)}`),
    line('Onset', onset ?? 'not seen'),
    ...signals
      .slice(0, mostSignals)
      .map(({ id, resource, summary }, n) =>
        line(n === 0 ? 'Evidence' : '', `${id} ${resourceKey(resource)}: ${summary}`),
      ),
    ...more,
    ...gaps.map((gap, n) => line(n === 0 ? 'Gaps' : '', gap)),
    line('Tokens', `${promptTokens} at most in a prompt`),
    line('Diagnosis', `${diagnosis.kind} by ${diagnosis.source}`),
    ...causes.map((cause) => line('', cause)),
    ...(proposal?.diff.split('\n') ?? [proposalNote ?? 'none']).map((text, n) => line(n === 0 ? 'Proposal' : '', text)),
    '',
  ].join('\n');
};
