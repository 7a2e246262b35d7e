import { say } from './say.client.ts';
import { statusWords } from './status.client.ts';
import type { View } from './view/view.ts';
import { timeOf } from './words.client.ts';

/** What a screen reader is told when a view took the place of another: where the incident stands, or who decided. */
export const newsIn = (before: View, view: View): string | undefined => {
  if (before.incident.status !== view.incident.status) return statusWords(view.incident)[0];
  const decision = view.request.decisions[before.request.decisions.length];
  if (decision === undefined || decision.by === view.you.id) return undefined;
  const at = timeOf(decision.at).textContent ?? '';
  return say(decision.decision === 'approved' ? 'approvedBy' : 'rejectedBy', { name: decision.name, at });
};
