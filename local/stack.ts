import { createHandler as alarmHandler } from '../functions/alarm-handler/handler.ts';
import { createHandler as analyzer } from '../functions/analyzer/handler.ts';
import { createHandler as approvalApi } from '../functions/approval-api/handler.ts';
import { createHandler as auditor } from '../functions/auditor/handler.ts';
import { createHandler as executor } from '../functions/executor/handler.ts';
import { createHandler as mcp } from '../functions/mcp/handler.ts';
import { createHandler as notifier } from '../functions/notifier/handler.ts';
import { createHandler as proposer } from '../functions/proposer/handler.ts';
import { createHandler as rollback } from '../functions/rollback/handler.ts';
import { createHandler as timekeeper } from '../functions/timekeeper/handler.ts';
import { createHandler as validator } from '../functions/validator/handler.ts';
import type { OnGathered } from '../core/evidence/collect.ts';
import { countingSteps } from '../core/runtime/counting-steps.ts';
import { StackArn, type Stack as OwnStack } from '../core/incident/stack.ts';
import type { Versions } from '../core/incident/step.ts';
import type { PolicyLayer } from '../core/policy/layer.ts';
import type { EngineClock } from './engine/clock.ts';
import { createEngine } from './engine/engine.ts';
import type { Random } from './engine/random.ts';
import type { Delivery, Engine, EngineEvent, EngineTable, Handler, Network } from './engine/types.ts';
import { injected } from './fault.ts';
import { type LocalPorts, type LocalPortsOptions, localPorts } from './ports.ts';
import type { ApprovalLink } from './ports/notices.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { worldFor } from './scenarios/world.ts';
import type { TemplateModel } from './template/model.ts';

export type StackOptions = {
  scenario: Scenario;
  template: TemplateModel;
  policy: PolicyLayer;
  table: EngineTable;
  clock: EngineClock;
  random: Random;
  approvalBaseUrl: string;
  /** How unkind the way from an event to a function is: by rates, or as somebody decides case by case. */
  delivery?: Delivery;
  network?: Network;
  onEvent?: (event: EngineEvent) => void;
  onLink?: (link: ApprovalLink) => void;
  /** Where people sign in; nobody can without it. */
  identityProvider?: LocalPortsOptions['identityProvider'];
  /** Hears of the fault of the scenario when it strikes. */
  onFault?: (what: string) => void;
  /** Where the ports of the functions lead; to this machine by default. */
  portsFor?: (options: LocalPortsOptions) => LocalPorts;
  /** Hears of everything the analyzer read: the recording of a bundle. */
  onGathered?: OnGathered;
  /** Changes ports before the functions get them: faults of a simulation. */
  changePorts?: (ports: LocalPorts) => LocalPorts;
  /** Stands around every handler, as the process it runs in: deaths of a simulation. */
  around?: (name: string, handler: Handler) => Handler;
};
export type Stack = { engine: Engine; world: ReturnType<typeof worldFor>; ports: LocalPorts };

type Create = (ports: LocalPorts & { versions: Versions; stack: OwnStack; onGathered?: OnGathered }) => Handler;

/** What the alarm-handler is told of the stack, as the template sets it. */
const stackOf = ({ functions: models }: TemplateModel): OwnStack =>
  StackArn.parse(models.find(({ name }) => name === 'alarm-handler')?.environment['STACK_ID']);

/** Every function of the template, by the name of its folder. */
const functions: Readonly<Record<string, Create>> = {
  'alarm-handler': alarmHandler,
  analyzer,
  proposer,
  notifier,
  'approval-api': approvalApi,
  executor,
  validator,
  rollback,
  timekeeper,
  auditor,
  mcp,
};

/** The real handlers on local ports, started by the engine as the template says. Nothing listens and nothing runs yet. */
export const createStack = (options: StackOptions): Stack => {
  const { scenario, template, policy, table, clock, approvalBaseUrl, onLink, identityProvider } = options;
  const world = worldFor(scenario, clock.now);
  const made = (options.portsFor ?? localPorts)({
    table: table.table,
    policy,
    template,
    now: clock.now,
    sleep: clock.sleep,
    world,
    scenario,
    approvalBaseUrl,
    ...(onLink === undefined ? {} : { onLink }),
    ...(identityProvider === undefined ? {} : { identityProvider }),
  });
  const fault = injected(scenario.fault, options.onFault ?? (() => undefined));
  const faulty = fault.changePorts(made);
  const ports = options.changePorts?.(faulty) ?? faulty;
  const stack = stackOf(template);
  const tap = options.onGathered === undefined ? {} : { onGathered: options.onGathered };
  const around = options.around ?? ((_name: string, handler: Handler): Handler => handler);
  const handlers = Object.fromEntries(
    Object.entries(functions).map(([name, create]) => [
      name,
      around(
        name,
        fault.around(
          name,
          create({
            ...ports,
            ...tap,
            table: countingSteps(ports.table, ports.meter),
            stack,
            versions: { policy: policy.version, function: `${name}@local` },
          }),
        ),
      ),
    ]),
  );
  const engine = createEngine({
    template,
    table,
    clock,
    handlers,
    random: options.random,
    ...(options.delivery === undefined ? {} : { delivery: options.delivery }),
    ...(options.network === undefined ? {} : { network: options.network, archive: true }),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
  });
  return { engine, world, ports };
};
