import type { Incident } from '../../incident/incident.ts';

/** An incident of the week, as far as the review looks at it. */
export type Lived = {
  id: string;
  alarm: string;
  scope: string;
  runbook: string | undefined;
  status: Incident['status'];
  openedAt: Date;
  endedAt: Date;
  category: string | undefined;
  cost: { inputTokens: number; outputTokens: number; usd: number } | undefined;
  /** Seconds from the request to each decision. */
  decided: readonly { by: string; seconds: number }[];
};
