import type { AuditStore } from '../../core/audit/ports.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import type { MemoryTable } from '../../local/engine/memory-table.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { World } from '../../local/workload/world.ts';
import { wrapCalls } from './calls.ts';
import { type Call, changeOf } from './change.ts';
import { afterRestore, invariants } from './invariants/all.ts';
import { shown } from './invariants/shown.ts';
import { brakesOf } from './invariants/brakes.ts';
import type { End, Invariant, MakeInvariant, Scene } from './invariants/invariant.ts';
import { knownSecrets } from './invariants/known-secrets.ts';
import { differences, viewOf } from './invariants/resource-view.ts';
import { secretsNowhere } from './invariants/secrets.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { type Running, runningNow } from './running.ts';

export type Watch = {
  /** The same ports, watched where they have their effect: below faults and planted bugs. */
  watched(ports: LocalPorts): LocalPorts;
  around: Running['around'];
  /** A key for a port that makes MACs, that must not be seen anywhere. */
  key(): Uint8Array;
  ledger: Ledger;
  violations: readonly string[];
  /** How often a change was sent, by idempotency key. */
  sent: ReadonlyMap<string, number>;
  /** From now on the table is an earlier one: what is said of its whole past no longer holds. */
  restored(): void;
  /** What can only be said when the run is over; it is added to the violations. */
  end(end: End): Promise<void>;
};

export type Watched = { now: () => Date; world: () => World; random: () => Uint8Array; skewMs?: number };

/** Asks the invariants at every step. Never alters what they see, and nothing that is wrong with one of them reaches the run. */
export const watch = (memory: MemoryTable, { now, world, random, skewMs = 0 }: Watched): Watch => {
  const found = new Set<string>();
  const sent = new Map<string, number>();
  const later: Promise<readonly string[]>[] = [];
  const secrets = knownSecrets(random);
  const running = runningNow(now);
  let below: LocalPorts | undefined;

  const note = (problems: readonly string[]): void => {
    for (const problem of problems) found.add(problem);
  };
  type Ask = (one: Invariant) => readonly string[] | Promise<readonly string[]> | undefined;
  /** Asks each; an invariant that cannot say anything is one that does not hold. */
  const askNow = (ask: Ask): Promise<void>[] =>
    all.map(async (one) => {
      note((await ask(one)) ?? []);
    });
  const ask = async (what: Ask): Promise<void> => {
    const asked = await Promise.allSettled(askNow(what));
    for (const one of asked) if (one.status === 'rejected') note([`an invariant failed: ${String(one.reason)}`]);
  };
  const tell = (what: (one: Invariant) => readonly string[] | undefined): void => {
    for (const one of all) {
      try {
        note(what(one) ?? []);
      } catch (error) {
        note([`an invariant failed: ${String(error)}`]);
      }
    }
  };

  const ledger = ledgerOf(memory, (entered) => {
    const transaction = { ...entered, at: now(), by: running.now() };
    // What somebody wrote who is none of the functions is no bug of theirs; what they make of it is.
    if (transaction.by !== undefined) tell((one) => one.transaction?.(transaction));
    else for (const one of all) one.transaction?.(transaction);
  });
  const scene: Scene = {
    now,
    skewMs,
    ledger,
    ports: () => {
      if (below === undefined) throw new Error('the ports are not there yet');
      return below;
    },
    world,
    brakes: brakesOf(now),
    running: running.now,
    soon: (problems) => void later.push(problems),
  };
  const made: readonly MakeInvariant[] = [...invariants, secretsNowhere(secrets)];
  let restoredAt: Date | undefined;
  /** It read what it goes by from the table that was there before the restore; what it changes is judged all the same. */
  const beganBefore = (): boolean => {
    const began = running.now()?.at;
    return restoredAt !== undefined && began !== undefined && began <= restoredAt;
  };
  let all: readonly Invariant[] = made.map((make) => make(scene));

  const watchedCall = async (one: Call, make: () => Promise<unknown>): Promise<unknown> => {
    const change = await changeOf(scene, sent, one);
    if (typeof change === 'string') {
      note([change]);
      return make();
    }
    await ask((invariant) => invariant.change?.(change));
    try {
      return await make();
    } finally {
      const after = await viewOf(one.provider, one.target, world().readers);
      tell((invariant) => invariant.effect?.({ ...change, diff: differences(change.before, after) }));
    }
  };
  const watchedWriters = (request: Call['request'], opened: Partial<Writers>): Partial<Writers> =>
    wrapCalls(opened, ({ provider, name, call, target }) =>
      target === undefined
        ? call
        : (...args) => watchedCall({ request, provider, call: name, args, target: target(args) }, () => call(...args)),
    );
  const watchedStore = (store: AuditStore): AuditStore => ({
    ...store,
    put: async (key, body) => {
      const answer = await store.put(key, body);
      if (answer === 'stored') tell((one) => one.audited?.(key, body));
      return answer;
    },
  });

  const watched = (ports: LocalPorts): LocalPorts => {
    const auditStore = watchedStore(ports.auditStore);
    below = { ...ports, auditStore };
    const { model, session, claims, notices } = ports;
    return secrets.watched({
      ...ports,
      auditStore,
      switches: scene.brakes.watched(ports.switches),
      session: {
        ...session,
        open: async (request) => {
          if (!beganBefore()) await ask((one) => one.session?.(request, ledger.incidents.get(request.incidentId)));
          return watchedWriters(request, await session.open(request));
        },
      },
      claims: {
        ...claims,
        take: async (name, body) => {
          const isTaken = await claims.take(name, body);
          if (isTaken) running.now()?.claimed.add(name);
          return isTaken;
        },
      },
      notices: {
        ...notices,
        send: (notice) => {
          tell((one) => one.notice?.(notice));
          return notices.send(notice);
        },
      },
      ...(model === undefined
        ? {}
        : {
            model: {
              ...model,
              ask: (request) => {
                tell((one) => one.prompt?.(`${request.system}\n${request.prompt}`));
                return model.ask(request);
              },
            },
          }),
    });
  };

  return {
    watched,
    around: running.around,
    key: secrets.key,
    ledger,
    get violations() {
      return [...found];
    },
    sent,
    restored: () => {
      restoredAt = now();
      all = [
        ...all.filter((_, index) => made.slice(index, index + 1).some((make) => afterRestore.has(make))),
        shown(scene),
      ];
    },
    end: async (over) => {
      for (const problems of later) note(await problems);
      await ask((one) => one.end?.(over));
    },
  };
};
