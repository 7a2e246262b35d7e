import { join } from 'node:path';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Item } from '../../core/incident/table.ts';
import { openPolicyLayer } from '../../core/runtime/policy-layer.ts';
import type { DynamoTable } from '../../local/engine/dynamo-table.ts';
import { dynoxideTable } from '../../local/engine/dynoxide-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { createStack } from '../../local/stack.ts';
import { channel } from './channel.ts';
import { durableClock } from './durable-clock.ts';
import { forgetfulTable } from './forgetful.ts';
import { toldEvents, toldTable } from './moves.ts';
import { givenTemplate } from './ground.ts';
import { onceOfEach } from './once.ts';
import { outerPorts } from './outer-ports.ts';
import type { Served } from './outside.ts';
import { remote } from './remote.ts';
import { Setup } from './setup.ts';
import { stories } from './stories.ts';
import { timetable } from './timetable.ts';

// The process that is killed: the real handlers on the engine, their table in a dynoxide of its own, on disk.

const setup = Setup.parse(JSON.parse(process.argv[2] ?? ''));
const story = stories.find(({ name }) => name === setup.story);
if (story === undefined) throw new Error(`there is no story ${setup.story}`);
process.on('disconnect', () => process.exit(1));

const clock = durableClock(join(setup.folder, 'time'), new Date(setup.startAt));
// Powertools looks at the machine's time to see whether an attempt is still running: here that is the time of the loop.
Date.now = () => clock.now().getTime();

const line = channel(
  { send: (message) => void process.send?.(message), listen: (heard) => void process.on('message', heard) },
  (_name, args) => {
    const [name, event] = args;
    return engine.invoke(String(name), event);
  },
);
// The time goes with every call: outside it passes as it does here.
const served = remote(setup.served, (name, args) => line.call(name, [clock.now(), ...args])) as Served;

/** More than every wait of the lifecycle together; what is not at rest by then never will be. */
const longest = { virtualMs: 6 * 3_600_000 };

const template = givenTemplate(setup.ground);
const table = await dynoxideTable(setup.dynoxide, 'sovereign-ops', template.table, join(setup.folder, 'table.db'));
const { once, around } = onceOfEach(table);
const { engine } = createStack({
  scenario: story.scenario,
  template,
  policy: openPolicyLayer(setup.ground, setup.policyHash),
  table,
  clock,
  random: seededRandom(1),
  approvalBaseUrl: setup.approvalBaseUrl,
  portsFor: outerPorts({ served, writers: setup.writers, once }, () => times.appointments()),
  changePorts: (ports) => {
    const own = toldTable(ports.table, served.desk);
    return { ...ports, table: setup.forgets ? forgetfulTable(own) : own };
  },
  around,
  onEvent: toldEvents(served.desk),
});
const times = timetable(engine, clock, served.desk);

const Page = z.object({
  Items: z.array(z.looseObject({ pk: z.string(), sk: z.string() })),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});

const everything = async ({ client, tableName }: DynamoTable): Promise<Item[]> => {
  const documents = DynamoDBDocumentClient.from(client);
  const items: Item[] = [];
  for (let from: Record<string, unknown> | undefined, more = true; more; more = from !== undefined) {
    const page = Page.parse(await documents.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: from })));
    items.push(...page.Items);
    from = page.LastEvaluatedKey;
  }
  return items;
};

await served.desk.started();
await times.start();
const outcome = await engine.runUntil(served.desk.isOver, longest);
await engine.invoke('auditor', { 'detail-type': 'Scheduled Event' });
await served.desk.ended({ outcome, items: await everything(table) });
await engine.stop();
process.exit(0);
