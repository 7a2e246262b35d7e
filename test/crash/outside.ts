import { transitionKey } from '../../core/audit/key.ts';
import type { Notice } from '../../core/approval/ports.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { SessionRequest } from '../../core/remediation/ports.ts';
import type { Engine } from '../../local/engine/types.ts';
import { localPorts } from '../../local/ports.ts';
import { worldFor } from '../../local/scenarios/world.ts';
import type { TemplateModel } from '../../local/template/model.ts';
import { alarmService } from './alarms.ts';
import { countedWriters } from './changes.ts';
import { forgetfulOutside } from './forgetful.ts';
import { incidentBook, type Moved } from './incidents.ts';
import { people } from './people.ts';
import { methodAt } from './remote.ts';
import type { Report } from './report.ts';
import type { CrashStory } from './stories.ts';

type Options = {
  story: CrashStory;
  policy: PolicyLayer;
  template: TemplateModel;
  /** The functions, as API Gateway reaches them while the process lives. */
  api: Pick<Engine, 'invoke'>;
  now: () => Date;
  note: (line: string) => void;
  /** Claims and journal go with the process: the bug that must be found. */
  forgets: boolean;
};

/**
 * Everything that goes on while the process is dead: the workload, S3, KMS, SNS, SSM, CloudWatch, the people. `served` is
 * what the process may call; the rest is for whoever judges the loop.
 */
export const createOutside = ({ story, policy, template, api, now, note, forgets }: Options) => {
  const { scenario } = story;
  const world = worldFor(scenario, now);
  const approvers = people(story.people, policy.roster, api, now);
  const approvalBaseUrl = 'http://unused.invalid';
  const onLink = approvers.onLink;
  const stores = localPorts({ policy, template, now, world, scenario, approvalBaseUrl, onLink, table: noTable });
  const { claims, auditStore, signer, notices, switches } = stores;
  const { changes, changing, writersOf } = countedWriters(world.writers, now);
  const alarms = alarmService(now);
  const planted = forgets ? forgetfulOutside() : undefined;
  const book = incidentBook();
  const lost: string[] = [];
  let fired = 0;
  let report: Report | undefined;

  /** The alarm of the next trouble fires when everything before it is over. */
  const fireNext = (): void => {
    const subject = world.subjects[fired];
    if (fired >= scenario.troubles.length || subject === undefined) return;
    if (book.all().length < fired || !book.atRest()) return;
    fired += 1;
    alarms.fire(subject);
    note(`the alarm ${subject.alarm.name} fires`);
  };
  const isTold = ({ id, status }: Moved): boolean =>
    notices.sent.some(({ data }) => data['incidentId'] === id && data['kind'] === status);
  const isRecorded = async ({ id, seq }: Moved): Promise<boolean> =>
    (await auditStore.get(transitionKey(id, seq))) !== undefined;

  const served = {
    world: {
      metrics: world.metrics,
      alarms: world.alarms,
      logs: world.logs,
      sources: world.sources,
      readers: world.readers,
    },
    keys: {
      linkGenerator: stores.linkGenerator,
      linkVerifier: stores.linkVerifier,
      proofGenerator: stores.proofGenerator,
      proofVerifier: stores.proofVerifier,
      signer: { sign: signer.sign },
    },
    claims: planted?.claims ?? { take: claims.take },
    auditStore: { put: auditStore.put, get: auditStore.get, list: auditStore.list },
    switches: { read: switches.read },
    notices: {
      reach: notices.reach,
      send: async (notice: Notice): Promise<void> => {
        note(`notice to ${JSON.stringify(notice.to)}: ${notice.subject}`);
        await notices.send(notice);
      },
    },
    /** A call in a session: `kubernetes.patch`. */
    write: async (session: SessionRequest, path: string, ...args: unknown[]): Promise<unknown> => {
      const before = changes.length;
      const answer = methodAt(writersOf(session), path)(...args);
      for (const { key } of changes.slice(before)) note(`changes: ${key}`);
      return planted === undefined ? answer : planted.answer(path, args, await answer);
    },
    desk: {
      /** The process is up. */
      started: async (): Promise<void> => undefined,
      alarms: async (): Promise<object[]> => {
        fireNext();
        return alarms.due();
      },
      appointments: async () => approvers.appointments(),
      decide: approvers.decide,
      /** Called around each transaction of the table; what it moved is known only after it. */
      writing: async (): Promise<void> => undefined,
      moved: async (moved: readonly Moved[]): Promise<void> => {
        for (const one of moved) if (book.moved(one)) note(`${one.id} is ${one.status}`);
      },
      note: async (line: string): Promise<void> => note(line),
      lost: async (letter: string): Promise<void> => {
        lost.push(letter);
        note(`dead letter: ${letter}`);
      },
      /** Every incident is at rest, and whatever follows its last step is there. */
      isOver: async (): Promise<boolean> => {
        if (book.all().length < scenario.troubles.length || !book.atRest() || !book.all().every(isTold)) return false;
        return (await Promise.all(book.all().map(isRecorded))).every(Boolean);
      },
      ended: async (with_: Report): Promise<void> => {
        report = with_;
      },
    },
  };
  return {
    served,
    world,
    changing,
    book,
    /** Another process begins. */
    again: (): void => {
      alarms.again();
      planted?.again();
    },
    left: { claims, auditStore, signer, sent: notices.sent, changes, lost, report: () => report },
  };
};
export type Outside = ReturnType<typeof createOutside>;
/** What the process is served, as it sees it. */
export type Served = Outside['served'];

const absent = async (): Promise<never> => {
  throw new Error('the table is in the process that is killed');
};
const noTable = {
  get: absent,
  getAll: absent,
  list: absent,
  newest: absent,
  due: absent,
  byStatus: absent,
  transact: absent,
};
