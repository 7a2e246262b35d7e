import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Fire } from '../run/fire.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { recordedScenario } from '../scenarios/recorded.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Options } from './arguments.ts';
import { readRecordedEvent } from './event-file.ts';

export type Story = { kind: 'story'; scenario: Scenario; recorded?: Fire } | { kind: 'wrong'; message: string };

/** The scenario to run: one of the catalogue, or one around a recorded event. */
export const storyOf = (asked: Options['story'], policy: PolicyLayer): Story => {
  if (asked.kind === 'scenario') {
    const scenario = scenarios.find(({ name }) => name === asked.name);
    const names = scenarios.map(({ name }) => name).join(', ');
    return scenario === undefined
      ? { kind: 'wrong', message: `--scenario ${asked.name}: no such scenario; expected one of: ${names}` }
      : { kind: 'story', scenario };
  }
  const read = readRecordedEvent(asked.file);
  if (read.kind === 'wrong') return { kind: 'wrong', message: `--event ${read.message}` };
  const { event, onBus, alarm } = read;
  return { kind: 'story', scenario: recordedScenario(alarm, policy), recorded: { alarm: alarm.name, event, onBus } };
};
