import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { localPorts } from '../../local/ports.ts';
import { modelDown } from '../../local/scenarios/model-down.ts';
import { worldFor } from '../../local/scenarios/world.ts';
import { readTemplate } from '../../local/template/read.ts';
import { faults } from './faults.ts';
import { cannotFail, faultyPorts } from './faulty-ports.ts';
import { chancesOf } from './chances.ts';
import { coverageOf } from './coverage.ts';
import { nothingUsual } from './usual.ts';

const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
const quiet = (): void => undefined;

/** Every port that a function can be given, the optional ones too. */
const allPorts = () => ({
  ...localPorts({
    table: memoryTable(clock.now).table,
    policy: loadPolicyLayer('layers/policy'),
    template: readTemplate(readFileSync('template.yaml', 'utf8')),
    now: clock.now,
    world: worldFor(modelDown, clock.now),
    scenario: modelDown,
    approvalBaseUrl: 'https://approve.example/live',
  }),
  tokens: { verify: async () => undefined },
});

describe('the faulty ports', () => {
  const chances = chancesOf(1, [], quiet);
  const unkindness = { others: { hit: 0, atMost: 0 }, aims: {}, slow: 0, skewed: 0, outage: 0 };
  const injector = faults({
    chances,
    clock,
    unkindness,
    coverage: coverageOf(),
    timeout: () => 50,
    usual: nothingUsual,
  });

  it('hand on no port as it is, except those named with a reason', () => {
    const ports = allPorts();
    const faulty: Record<string, unknown> = faultyPorts(ports, injector, clock, seededRandom(1));
    const same = Object.entries(ports).flatMap(([name, port]) => (faulty[name] === port ? [name] : []));
    expect(same.toSorted()).toEqual(Object.keys(cannotFail).toSorted());
  });

  it('hand on no method of a port as it is', () => {
    const ports = allPorts();
    const faulty: Record<string, unknown> = faultyPorts(ports, injector, clock, seededRandom(1));
    const same = Object.entries(ports).flatMap(([name, port]: [string, unknown]) =>
      typeof port === 'object' && port !== null && !(name in cannotFail)
        ? Object.entries(port).flatMap(([method, made]) =>
            typeof made === 'function' && Object(faulty[name])[method] === made ? [`${name}.${method}`] : [],
          )
        : [],
    );
    // The hand that turns the switches is no part of the port.
    expect(same).toEqual(['switches.turn']);
  });
});
