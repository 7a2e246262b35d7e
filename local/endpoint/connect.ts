import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { FieldValue } from '../../core/remediation/action.ts';
import type { EngineTable } from '../engine/types.ts';
import type { Wire } from '../run/wire.ts';
import type { Scenario, Trouble } from '../scenarios/scenario.ts';
import { worldFor } from '../scenarios/world.ts';
import type { TemplateModel } from '../template/model.ts';
import { agent } from './agent.ts';
import { clientsFor } from './clients.ts';
import { createPlatform, platformLines } from './platform.ts';
import { endpointPorts } from './ports.ts';
import { probe } from './probe.ts';
import { renamedPolicy } from './renamed-policy.ts';
import type { StandIn } from './stand-in.ts';
import { standInsFor } from './stand-ins.ts';

/** A field of a resource at the endpoint, by the name of the resource and the path of the field. */
export type Fields = Readonly<Record<string, FieldValue>>;

export type Connected = {
  kind: 'connected';
  /** With the names that the endpoint gave. */
  scenario: Scenario;
  policy: PolicyLayer;
  table: EngineTable;
  wire: Wire;
  /** What was made there, a line each. */
  made: readonly string[];
  /** The resources as they were before the run. */
  before: Fields;
  /** The resources as they are now, read anew. */
  read(): Promise<Fields>;
};

export type ConnectOptions = {
  url: string;
  scenario: Scenario;
  /** Where template.yaml and layers/ are. */
  root: string;
  template: TemplateModel;
  now: () => Date;
  /** False: the resources and the measurements that are there are used. */
  seed: boolean;
};

const withTroubles = (scenario: Scenario, [first, ...more]: readonly Trouble[]): Scenario =>
  first === undefined ? scenario : { ...scenario, troubles: [first, ...more] };

const readAll = async (standIns: readonly StandIn[]): Promise<Fields> =>
  Object.assign({}, ...(await Promise.all(standIns.map((one) => one.read()))));

/**
 * Makes an emulator ready for a scenario: its resources, which stand for the simulated ones, and the stack's own, under
 * names of this run. Nothing is created when it does not answer or when something that should be there is missing.
 */
export const connect = async (options: ConnectOptions): Promise<Connected | { kind: 'wrong'; message: string }> => {
  const { url, root, template, now, seed } = options;
  const problem = await probe(url);
  if (problem !== undefined) return { kind: 'wrong', message: `--endpoint-url ${problem}` };
  const clients = clientsFor(url);
  const standIns = standInsFor(options.scenario, clients, now);
  const made: string[] = [];
  const missing: string[] = [];
  const world = worldFor(options.scenario, now);
  for (const standIn of standIns) {
    if (seed) made.push(...(await standIn.seed(world)));
    else missing.push(...(await standIn.find()));
  }
  if (missing.length > 0) return { kind: 'wrong', message: `--no-seed: ${url} has no ${missing.join(', no ')}` };

  const found = standIns.map((standIn) => standIn.found());
  const scenario = withTroubles(
    options.scenario,
    found.map(({ trouble }) => trouble),
  );
  const policy = renamedPolicy(join(root, 'layers/policy'), new Map(found.flatMap(({ names }) => [...names])));
  const stackName = `sovereign-ops-${randomBytes(4).toString('hex')}`;
  const { roster, runbooks } = policy;
  const platform = await createPlatform({ clients, stackName, template, roster, scenario });
  return {
    kind: 'connected',
    scenario,
    policy,
    table: platform.table,
    wire: {
      portsFor: (asked) => endpointPorts(clients, platform, asked),
      measure: agent({ clients, standIns, runbooks, history: seed }),
    },
    made: [...made, ...platformLines(platform)],
    before: await readAll(standIns),
    read: () => readAll(standIns),
  };
};
