import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DeleteServiceCommand, DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { main } from '../../../local/cli/main.ts';
import { connect } from '../../../local/endpoint/connect.ts';
import { virtualClock } from '../../../local/engine/clock.ts';
import { seededRandom } from '../../../local/engine/random.ts';
import { runScenario } from '../../../local/run/run.ts';
import { eniFailover } from '../../../local/scenarios/eni-failover.ts';
import { troubleMs } from '../../../local/scenarios/world.ts';
import { readTemplateFile } from '../../../local/template/read-file.ts';
import { describeOnMoto } from './describe-moto.ts';

/** A run takes a few seconds of its own and much longer beside others. */
const slow = 120_000;

const Document = z.object({
  incident: z.object({ status: z.string() }),
  journal: z.array(z.object({ action: z.string(), status: z.string() })),
  audit: z.object({ verified: z.boolean(), findings: z.array(z.string()) }),
  endpoint: z.object({ before: z.record(z.string(), z.unknown()), after: z.record(z.string(), z.unknown()) }),
});

/** `npm start -- --endpoint-url URL --fast --json ...` */
const start = async (url: string, ...flags: string[]) => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main({
    argv: ['--endpoint-url', url, '--fast', '--json', ...flags],
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    isTerminal: false,
    root: '.',
    // The emulator dates what is created by the machine's clock.
    now: () => new Date(),
  });
  expect(err).toEqual([]);
  const document = Document.parse(JSON.parse(out.join('')));
  expect(document.audit).toEqual({ verified: true, findings: [] });
  return { code, ...document };
};

describeOnMoto('npm start at an AWS emulator', (moto) => {
  const serviceNamed = async (service: string) => {
    const command = new DescribeServicesCommand({ cluster: 'quay', services: [service] });
    const { services } = await new ECSClient(moto().config).send(command);
    return services?.[0];
  };

  it(
    'changes nothing when the change is rejected',
    async () => {
      const flags = ['--scenario', 'ecs-cpu-overload', '--reject', 'alice'];
      const { code, incident, journal, endpoint } = await start(moto().url, ...flags);
      expect([code, incident.status, journal]).toEqual([0, 'rejected', []]);
      expect(endpoint.after).toEqual(endpoint.before);
      expect((await serviceNamed('storefront'))?.desiredCount).toBe(4);
    },
    slow,
  );

  it(
    'gives an overloaded ECS service more tasks, here without seeding: the service is there since the test before',
    async () => {
      const flags = ['--scenario', 'ecs-cpu-overload', '--no-seed', '--approve', 'alice'];
      const { code, incident, journal, endpoint } = await start(moto().url, ...flags);
      expect([code, incident.status]).toEqual([0, 'resolved']);
      expect(journal).toEqual([{ action: 'set-desired-count', status: 'succeeded' }]);
      expect(endpoint.before).toMatchObject({ 'quay/storefront desiredCount': 4 });
      expect(endpoint.after).toMatchObject({ 'quay/storefront desiredCount': 6 });
      expect((await serviceNamed('storefront'))?.desiredCount).toBe(6);
    },
    slow,
  );

  it(
    'puts the task definition of an ECS service back',
    async () => {
      const { code, incident, journal } = await start(moto().url, '--scenario', 'ecs-bad-deploy', '--approve', 'alice');
      expect([code, incident.status]).toEqual([0, 'resolved']);
      expect(journal).toEqual([{ action: 'roll-back-task-definition', status: 'succeeded' }]);
      expect((await serviceNamed('basket'))?.taskDefinition).toMatch(/task-definition\/basket:2$/);
    },
    slow,
  );

  /** Addresses and the source/destination check of the interfaces that stand for the two of the sample, by their role. */
  const interfaces = async () => {
    const { NetworkInterfaces = [] } = await new EC2Client(moto().config).send(
      new DescribeNetworkInterfacesCommand({}),
    );
    return NetworkInterfaces.map(({ PrivateIpAddresses = [], SourceDestCheck }) => [
      ...PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
      SourceDestCheck,
    ]).toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
  };

  it(
    'moves an address to another interface and lets it forward',
    async () => {
      const { code, incident, journal } = await start(moto().url, '--scenario', 'eni-failover', '--approve', 'alice');
      expect([code, incident.status]).toEqual([0, 'resolved']);
      expect(journal.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
      expect(await interfaces()).toEqual([
        ['10.20.1.11', false],
        ['10.20.1.12', '10.20.1.75', false],
      ]);
    },
    slow,
  );

  it(
    'takes everything back when the change did not help, as the approver consented',
    async () => {
      const read = readTemplateFile('.');
      if (read.kind === 'wrong') throw new Error(read.message);
      const { template } = read;
      const clock = virtualClock(new Date(Date.now() + troubleMs));
      const scenario = {
        ...eniFailover,
        troubles: [{ kind: 'gateway', standbyForwards: false, standbyAnswers: false }],
      } as const;
      const { url } = moto();
      const place = await connect({ url, scenario, root: '.', template, now: clock.now, seed: true });
      if (place.kind === 'wrong') throw new Error(place.message);
      const ran = await runScenario({
        ...place,
        decision: { kind: 'approve', by: ['alice'] },
        reason: 'a test',
        template,
        clock,
        random: seededRandom(1),
        port: 0,
      });
      if (ran.kind !== 'ended') throw new Error(ran.message);
      expect(ran.document.incident.status).toBe('rolled_back');
      const undone = ['rolled_back', 'rolled_back', 'rolled_back'];
      const undos = ['succeeded', 'succeeded', 'succeeded'];
      expect(ran.document.journal.map(({ status }) => status)).toEqual([...undone, ...undos]);
      expect(ran.document.audit).toMatchObject({ verified: true });
      expect(await place.read()).toEqual(place.before);
      expect(ran.stack.ports.claims.taken.size).toBe(6);
    },
    slow,
  );

  describe('without what it needs', () => {
    it('says in one line what is missing, and creates nothing', async () => {
      const err: string[] = [];
      const argv = ['--endpoint-url', moto().url, '--scenario', 'ecs-bad-deploy', '--no-seed', '--approve', 'alice'];
      const gone = new DeleteServiceCommand({ cluster: 'quay', service: 'basket', force: true });
      await new ECSClient(moto().config).send(gone);
      const io = { argv, out: () => undefined, isTerminal: false, root: '.', now: () => new Date() };
      expect(await main({ ...io, err: (text) => void err.push(text) })).toBe(2);
      expect(err).toEqual([`start: --no-seed: ${moto().url} has no ECS service quay/basket\n`]);
    });
  });
});
