import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordableOf, StreamEvent } from '../../../core/audit/stream.ts';
import { normalizeAlarms } from '../../../core/incident/normalize/normalize.ts';
import { statuses } from '../../../core/incident/lifecycle.ts';
import { StepEvent } from '../../../core/incident/step-event.ts';
import { readLine } from '../../../core/incident/runtime-security/read-line.ts';
import { isLogsEvent, unpack } from '../../../functions/alarm-handler/unpack.ts';
import { httpRequest } from '../../../core/approval/http/request.ts';
import { ScheduledEvent } from '../../../functions/auditor/handler.ts';

/** A batch of agents, each line of which must be understood. */
const linesOf = (event: unknown): unknown => {
  const unpacked = unpack(event);
  if (unpacked.kind === 'unknown') throw new Error(unpacked.problem);
  return unpacked.batch.logEvents.map(({ message }) => {
    const line = readLine(message);
    if (line.kind === 'refused') throw new Error(line.reason);
    return line.event;
  });
};

/** How each function reads what starts it; every one throws for an event it does not know. */
const readers: Record<string, (event: unknown) => unknown> = {
  'alarm-handler': (event) => {
    if (isLogsEvent(event)) return linesOf(event);
    return normalizeAlarms(event).map((one) => {
      if (one.kind === 'unknown') throw new Error(one.problem);
      return one.alarm;
    });
  },
  analyzer: StepEvent.parse,
  proposer: StepEvent.parse,
  notifier: StepEvent.parse,
  'approval-api': httpRequest,
  executor: StepEvent.parse,
  validator: StepEvent.parse,
  rollback: StepEvent.parse,
  timekeeper: ScheduledEvent.parse,
  auditor: (event) =>
    ScheduledEvent.safeParse(event).success || StreamEvent.parse(event).Records.map((one) => recordableOf(one)),
};
const recorded = readdirSync('events', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(`events/${name}`).map((file) => [name, `events/${name}/${file}`] as const));
const contentOf = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('recorded events', () => {
  it('exist for every function', () => {
    expect([...new Set(recorded.map(([name]) => name))].toSorted()).toEqual(Object.keys(readers).toSorted());
  });

  it.each(recorded)('%s accepts %s', (name, path) => {
    expect(() => readers[name]?.(contentOf(path))).not.toThrow();
  });

  it.each(Object.entries(readers))('%s refuses what is no event of its own', (_name, read) => {
    expect(() => read({ hello: 'world' })).toThrow();
  });

  it('are explained, each by its name and with a command for each function', () => {
    const readme = readFileSync('events/README.md', 'utf8');
    for (const [, path] of recorded) expect(readme).toContain(`\`${path.slice('events/'.length)}\``);
    for (const name of Object.keys(readers)) {
      const logicalId = `${name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Function`;
      const [, path = ''] = new RegExp(`sam local invoke ${logicalId} +--event (\\S+)`).exec(readme) ?? [];
      expect(recorded, logicalId).toContainEqual([name, path]);
    }
  });

  it('of one incident name the same one, and only statuses that exist', () => {
    const details = recorded
      .filter(([name]) => readers[name] === StepEvent.parse)
      .map(([, path]) => StepEvent.parse(contentOf(path)).detail);
    expect(new Set(details.map(({ incidentId }) => incidentId))).toEqual(new Set(['inc-20261120021307-0d62d005']));
    for (const { to } of details) expect(statuses).toContain(to);
  });
});
