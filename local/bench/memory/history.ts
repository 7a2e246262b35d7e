import { type Fact, facts } from '../../../core/evidence/facts.ts';
import { templatePrint } from '../../../core/evidence/logs/template-print.ts';
import type { EvidencePack, Signal } from '../../../core/evidence/signal.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import type { Random } from '../../engine/random.ts';
import { type Fault, faults, noise, services } from './faults.ts';

/** One incident of the made-up history, with what nobody in it knows: the cause, and which of two changes would help. */
export type Happening = {
  incident: Incident;
  pack: EvidencePack;
  runbook: string;
  cause: string;
  /** 0: what the runbook recommends, 1: its alternative. */
  helps: 0 | 1;
};

export type HistoryOptions = {
  incidents: number;
  /** How likely a fact of the cause is missing, and how many facts that mean nothing there are on average, times three. */
  noise: number;
  /** Share of the services and causes where the alternative helps and the recommendation does not. */
  contrary: number;
};

const minute = 60_000;
const ninetyDays = 90 * 86_400_000;

const weighted = (rows: readonly Fault[], random: Random): Fault => {
  let left = random.next() * rows.reduce((sum, { share }) => sum + share, 0);
  const found = rows.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  if (found === undefined) throw new Error('a runbook without faults');
  return found;
};

const one = <T>(all: readonly T[], random: Random): T => {
  const found = all[random.int(all.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

const signal = (fact: Fact, resource: Resource, data: Signal['data'] = {}): Signal => {
  const { kind, strength } = facts[fact];
  return { id: 'S1', kind, fact, summary: fact, resource, strength, data };
};

const evidenceOf = (fault: Fault, self: Resource, random: Random, level: number): EvidencePack => {
  const neighbor = { kind: 'Service', name: one(services, random) };
  // In the order of the fault: a new fact elsewhere must not change the history.
  const present = (chances: Fault['self']): Fact[] =>
    Object.entries(chances)
      .filter(([, chance]) => random.chance(chance * (1 - level)))
      .map(([fact]) => fact as Fact);
  const text = one(fault.prints, random);
  const told = random.chance(0.8 * (1 - level)) ? [`${random.chance(0.5) ? self.name : 'library'} ${text}`] : [];
  const others = Array.from({ length: 3 }, () => `${self.name} warning ${random.int(30)}`);
  const chatter = others.filter(() => random.chance(level));
  const signals = [
    ...present(fault.self).map((fact) => signal(fact, self)),
    ...present(fault.neighbor).map((fact) => signal(fact, neighbor)),
    ...Array.from({ length: 3 }, () => one(noise, random))
      .filter(() => random.chance(level))
      .map((fact) => signal(fact, random.chance(0.5) ? self : neighbor)),
    ...[...told, ...chatter].map((line) => signal('log_error', self, { template: templatePrint(line) })),
  ];
  return { signals, gaps: [], promptTokens: 0 };
};

const incidentOf = (runbook: string, resource: Resource, at: Date, number: number): Incident => ({
  id: `inc-${at.toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${String(number).padStart(8, '0')}`,
  status: 'detected',
  seq: 1,
  openedAt: at.toISOString(),
  changedAt: at.toISOString(),
  alarm: {
    name: `${resource.name}-${runbook}`,
    arn: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${resource.name}-${runbook}`,
    account: '123456789012',
    region: 'eu-central-1',
    kind: 'metric',
    state: 'ALARM',
    reason: 'made up',
    threshold: 1,
    metrics: [{ id: 'm1', namespace: 'Bench', name: runbook, dimensions: {}, stat: 'Sum', periodSeconds: 60 }],
    at: at.toISOString(),
  },
  resource,
  runbook,
  service: 'bench',
  severity: 'high',
  leases: [],
});

/** A history in order of time; the same for the same random numbers. What helps a service is the same each time. */
export const historyOf = ({ incidents, noise: level, contrary }: HistoryOptions, random: Random): Happening[] => {
  const remedies = new Map<string, 0 | 1>();
  const start = Date.parse('2026-03-01T00:00:00.000Z');
  return Array.from({ length: incidents }, (_, number) => {
    const runbook = one(Object.keys(faults), random);
    const fault = weighted(faults[runbook] ?? [], random);
    const resource = { kind: 'Deployment', namespace: 'bench', name: one(services, random) };
    const key = `${runbook} ${fault.category} ${resource.name}`;
    const helps = remedies.get(key) ?? (random.chance(contrary) ? 1 : 0);
    remedies.set(key, helps);
    const at = new Date(start + Math.floor((number * ninetyDays) / incidents / minute) * minute);
    return {
      incident: incidentOf(runbook, resource, at, number),
      pack: evidenceOf(fault, resource, random, level),
      runbook,
      cause: fault.category,
      helps,
    };
  });
};
