import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handler } from '../engine/types.ts';
import type { LocalPorts } from '../ports.ts';

/** Ports that are a request each time in an account, by the service they go to. */
const services = {
  table: 'DynamoDB',
  once: 'DynamoDB',
  metrics: 'CloudWatch',
  alarms: 'CloudWatch',
  logs: 'Logs',
  kubernetes: 'Kubernetes',
  access: 'Kubernetes',
  ecs: 'ECS',
  session: 'STS',
  notices: 'SNS',
  linkGenerator: 'KMS',
  linkVerifier: 'KMS',
  proofGenerator: 'KMS',
  proofVerifier: 'KMS',
  signer: 'KMS',
  claims: 'S3',
  auditStore: 'S3',
  auditTrail: 'S3',
  switches: 'SSM',
} as const satisfies Partial<Record<keyof LocalPorts, string>>;
type Service = (typeof services)[keyof typeof services];

export type PerMinute = Map<Service, number>;
export type Counts = Map<string, Map<Service, number>>;

/** The schedule makes this request in every minute, with or without an incident: it is counted by itself. */
const everyMinute = { port: 'table', call: 'due', by: 'timekeeper' } as const;

/** An idempotency record is written before the effect and again after it. */
const requestsOf: Partial<Record<keyof LocalPorts, number>> = { once: 2 };

type Callable = (...args: never[]) => unknown;

/** Counts the requests of each port by the function in whose invocation they are made; `perMinute` is one minute's share. */
export const countingPorts = () => {
  const current = new AsyncLocalStorage<string>();
  const counts: Counts = new Map();
  const minutes = { started: 0, requests: 0 };
  const count = (port: keyof typeof services, call: string): void => {
    const name = current.getStore();
    if (name === undefined) return;
    if (port === everyMinute.port && call === everyMinute.call) {
      minutes.requests += 1;
      return;
    }
    const mine = counts.get(name) ?? new Map<Service, number>();
    counts.set(name, mine.set(services[port], (mine.get(services[port]) ?? 0) + (requestsOf[port] ?? 1)));
  };
  const counted = <F extends Callable>(port: keyof typeof services, name: string, call: F): F =>
    // The same signature: the arguments and the answer pass through untouched.
    ((...args: Parameters<F>) => {
      count(port, name);
      return call(...args);
    }) as F;
  const changePorts = (ports: LocalPorts): LocalPorts => {
    const changed: Record<string, unknown> = { ...ports };
    for (const port of Object.keys(services) as (keyof typeof services)[]) {
      const held: unknown = ports[port];
      if (typeof held === 'function') changed[port] = counted(port, port, held as Callable);
      else if (typeof held === 'object' && held !== null) {
        const entries = Object.entries(held).map(([key, value]: [string, unknown]) => [
          key,
          typeof value === 'function' ? counted(port, key, value as Callable) : value,
        ]);
        changed[port] = { ...held, ...Object.fromEntries(entries) };
      }
    }
    return changed as LocalPorts;
  };
  const around =
    (name: string, handler: Handler): Handler =>
    (event) => {
      if (name === everyMinute.by) minutes.started += 1;
      return current.run(name, () => handler(event));
    };
  const perMinute = (): PerMinute => new Map([[services.table, minutes.requests / minutes.started]]);
  return { changePorts, around, counts, perMinute };
};
