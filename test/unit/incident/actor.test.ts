import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../core/incident/actor.ts';

describe('who made a step', () => {
  it.each<[string, Parameters<typeof actorOf>[0], string]>([
    ['a person who decided', { by: 'approval-api', person: 'alice' }, 'alice'],
    ['a function that acts on the decision of a person', { by: 'executor', person: 'alice' }, 'executor'],
    ['a function alone', { by: 'timekeeper' }, 'timekeeper'],
    ['an expiry that a click found', { by: 'approval-api' }, 'approval-api'],
  ])('is named: %s', (_who, step, named) => {
    expect(actorOf(step)).toBe(named);
  });
});
