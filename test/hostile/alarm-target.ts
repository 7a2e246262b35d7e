import { StackArn } from '../../core/incident/stack.ts';
import { cleanText } from '../../core/incident/text.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { createHandler } from '../../functions/alarm-handler/handler.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { memoryOnce } from '../../local/ports/once.ts';
import { collectedLog, collectedMeter } from '../../local/ports/telemetry.ts';
import { hub, start, versions } from '../support/incident.ts';
import { mutated } from './mutated.ts';
import { recorded } from './recorded.ts';
import { strictTable } from './strict-table.ts';
import { type Judged, refused, type Target, valid, violation } from './target.ts';

const policy = loadPolicyLayer('layers/policy');
const stack = StackArn.parse(
  'arn:aws:cloudformation:eu-central-1:123456789012:stack/sovereign-ops/11111111-2222-3333-4444-555555555555',
);

const fresh = () => {
  const memory = memoryTable(() => start);
  const deps = { policy, hub, stack, versions, once: memoryOnce(), now: () => start, pause: async () => undefined };
  const telemetry = { log: collectedLog(), meter: collectedMeter() };
  return { memory, handler: createHandler({ ...deps, ...telemetry, table: strictTable(memory.table) }) };
};

/** What each form of an event says at least: written down here so that no schema judges itself. */
const forms: readonly RegExp[][] = [
  [/\b(?:ALARM|OK|INSUFFICIENT_DATA)\b/, /\d{12}/, /AlarmName|alarmName/],
  [/GuardDuty Finding/, /\d{12}/, /severity/],
  [/anomalyId/, /\d{12}/],
  [/AWS Budget/i, /\d{12}/],
];
/** Whatever opens an incident says at least what its form says. */
const speaksOfAnAlarm = (input: string): boolean => forms.some((form) => form.every((sign) => sign.test(input)));

/** A batch of agents is packed: what is in it is judged where it is read, and most of it is nothing. */
const isBatch = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, 'awslogs');

/** One line for a person, with nothing in it that cannot be seen. */
const isOneLine = (text: string): boolean => cleanText(text, text.length) === text;

const judge = async (handler: ReturnType<typeof fresh>['handler'], event: unknown, input: string): Promise<Judged> => {
  try {
    const outcomes = await handler(event);
    if (isBatch(event)) return valid('a batch of agents');
    if (outcomes.length === 0) return violation('an event without an alarm was taken and forgotten');
    if (outcomes.every(({ kind }) => kind === 'ignored')) return refused('ignored');
    if (outcomes.every(({ kind }) => kind === 'foreign')) return refused('foreign');
    return speaksOfAnAlarm(input) ? valid('taken for an alarm') : violation('it was taken for an alarm');
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnknownAlarmEvent') return violation(`it threw ${String(error)}`);
    return isOneLine(error.message) ? refused('UnknownAlarmEvent') : violation('the problem is not one line');
  }
};

/** The alarm-handler: what is no alarm is thrown as one line, and of what is of somebody else only a fact is left. */
export const alarmTarget: Target = {
  name: 'alarm-handler',
  inputs: mutated([...recorded('alarm-handler').values()]),
  open: async () => {
    let world = fresh();
    return {
      send: async (input) => {
        const judged = await judge(world.handler, JSON.parse(input), input);
        const written = world.memory.all();
        if (written.length === 0) return judged;
        world = fresh();
        if (judged.kind !== 'refused') return judged;
        const facts = written.every((item) => item['fact'] === 'foreign_alarm');
        if (judged.as === 'foreign' && facts) return judged;
        // Of several alarms in one event those that are understood are taken.
        const several = input.includes('"Records"') && speaksOfAnAlarm(input);
        return several ? valid('one of several') : violation(`refused, and yet ${written[0]?.pk} was written`);
      },
      close: async () => undefined,
    };
  },
};
