import * as z from 'zod';
import { recentIncidents } from '../../../core/approval/recent-incidents.ts';
import { statuses, type Status, terminal } from '../../../core/incident/lifecycle.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import { rowOf } from '../waiting.ts';
import { tool } from './tool.ts';

const Input = z.strictObject({
  status: z
    .enum(['open', ...statuses])
    .optional()
    .describe('only those in this status; open: those that are not over'),
  limit: z.int().min(1).max(50).default(20).describe('at most so many, the last one that moved first'),
});

const wanted = (status: z.infer<typeof Input>['status']): readonly Status[] => {
  if (status === undefined) return statuses;
  return status === 'open' ? statuses.filter((one) => !terminal.has(one)) : [status];
};

export const listIncidents = tool({
  name: 'list_incidents',
  title: 'List incidents',
  description: 'Open and recent incidents: status, service, resource, alarm, and whom an open one waits for.',
  input: Input,
  asks: false,
  run: async (deps, who, { status, limit }) => {
    const { incidents, more } = await recentIncidents(deps, wanted(status));
    const visible = incidents.filter(({ resource }) => mayRead(deps.policy, who, resource));
    const now = deps.now();
    const rows = await Promise.all(visible.slice(0, limit).map((incident) => rowOf(deps.table, incident, now)));
    return {
      kind: 'data',
      data: { now: now.toISOString(), incidents: rows, more: more || visible.length > rows.length },
    };
  },
});
