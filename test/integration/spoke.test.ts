import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unreadable } from '../../core/evidence/unreadable.ts';
import { portOf } from '../../core/remediation/provider.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { readTemplate } from '../../local/template/read.ts';
import { named, played } from '../support/played.ts';

const account = '210987654321';
const spokes = { SpokeAccounts: account, SpokeExternalId: 'an-external-id-of-ours' };
const template = readTemplate(readFileSync('template.yaml', 'utf8'), { parameters: spokes });

/** An ECS service of a spoke that needs more tasks. */
const scenario: Scenario = {
  ...named('ecs-cpu-overload'),
  troubles: [
    {
      kind: 'ecs-overload',
      service: 'storefront',
      needsTasks: 6,
      at: { account, region: 'eu-central-1', alarm: { name: 'storefront-cpu-high', watches: 'cpu' } },
    },
  ],
};

it('an incident of a spoke account is lived to its end there: nothing is read or changed in our own account', async () => {
  const wrong = new Error('our own account was asked');
  const asked: string[] = [];
  const note = <T>(what: string, spoke: { account: string; incidentId: string }, result: T): T => {
    asked.push(`${what} ${spoke.account} ${spoke.incidentId}`);
    return result;
  };
  const ran = await played(scenario, {
    template,
    changePorts: (ports) => ({
      ...ports,
      ...unreadable(wrong),
      alarms: { state: () => Promise.reject(wrong) },
      readersFor: () => Promise.reject(wrong),
      access: { may: () => Promise.reject(wrong) },
      spokeEvidence: async (spoke) => note('evidence', spoke, await ports.spokeEvidence(spoke)),
      spokeReaders: (spoke) => note('state', spoke, ports.spokeReaders(spoke)),
      spokeSignals: async (spoke) => note('signals', spoke, await ports.spokeSignals(spoke)),
      spokeAlarms: async (spoke) => note('alarm', spoke, await ports.spokeAlarms(spoke)),
    }),
  });
  const { incident, proposal, journal } = ran.document;
  expect(incident.status).toBe('resolved');
  expect(new Set(asked)).toEqual(
    new Set(['evidence', 'state', 'alarm', 'signals'].map((what) => `${what} ${account} ${incident.id}`)),
  );
  expect(ran.stack.ports.session.opened).toMatchObject([{ account, region: 'eu-central-1', incidentId: incident.id }]);
  const [opened] = ran.stack.ports.session.opened;
  expect(opened?.statements.flatMap(({ Resource }) => Resource).filter((arn) => arn.includes('123456789012'))).toEqual(
    [],
  );
  expect(journal.map(({ status }) => status)).toEqual(['succeeded']);
  expect(proposal?.actions).toHaveLength(1);
  const service = await portOf(ran.stack.world.readers, 'ecs').service('quay', 'storefront');
  expect(service?.desiredCount).toBe(6);
});
