import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inputTemplate } from '../../local/engine/input-template.ts';
import { eventPattern } from '../../local/engine/pattern.ts';
import { model, resource } from './template.ts';

const change = (eventName: string, NewImage: object) => ({ eventName, dynamodb: { NewImage } });
const step = {
  pk: { S: 'INCIDENT#inc-1' },
  sk: { S: 'T#0000001' },
  incidentId: { S: 'inc-1' },
  seq: { N: '1' },
  from: { NULL: true },
  to: { S: 'detected' },
  by: { S: 'alarm-handler' },
};
const anyOf = (filters: readonly object[], record: object) => filters.some((filter) => eventPattern(filter)(record));

describe('the Pipe', () => {
  it.each([
    ['an inserted step', change('INSERT', step), true],
    ['a changed step', change('MODIFY', step), false],
    ['an inserted state item', change('INSERT', { ...step, sk: { S: 'STATE' } }), false],
    ['a removed step', { eventName: 'REMOVE', dynamodb: { Keys: step } }, false],
  ])('passes %s: %j -> %s', (_what, record, passes) => {
    expect(anyOf(model.pipe.filters, record)).toBe(passes);
  });

  it('makes an event of ids only', () => {
    expect(inputTemplate(model.pipe.inputTemplate)(change('INSERT', step))).toEqual({
      incidentId: 'inc-1',
      seq: '1',
      from: '',
      to: 'detected',
      by: 'alarm-handler',
    });
    expect(model.pipe).toMatchObject({ source: 'sovereign-ops', detailType: 'Transition', bus: 'StepBus' });
  });

  it('splits a bad batch, gives up after finite retries and hands over what it could not deliver', () => {
    expect(model.pipe).toMatchObject({ bisect: true, queue: 'StepPipeFailures' });
    expect(model.pipe.retries).toBeLessThanOrEqual(20);
    const { MaximumRecordAgeInSeconds: age } = z
      .object({ DynamoDBStreamParameters: z.object({ MaximumRecordAgeInSeconds: z.int() }) })
      .parse(resource('StepPipe').Properties['SourceParameters']).DynamoDBStreamParameters;
    expect(age).toBeLessThan(86_400);
  });
});
