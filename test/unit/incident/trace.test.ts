import { describe, expect, it } from 'vitest';
import { opening, StoredTransition, stepWrites, TransitionRecord } from '../../../core/incident/step.ts';
import { factTrace, SpanId, spanIdOf, stepTrace, traceIdOf, Traceparent } from '../../../core/incident/trace.ts';
import { incident } from '../../support/incident.ts';

const id = 'inc-20261120021500-8f14e45f';
const versions = { policy: 'p', function: 'f' };

describe('the trace of an incident', () => {
  it('is one for every step, made of the id alone, as W3C trace context has it', () => {
    // Written down, so that a change of how it is made, which would break the stories under way, is seen.
    expect(traceIdOf(id)).toBe('d6c2c9b8a303ae8a033e0b698561759c');
    expect(stepTrace(id, 1)).toEqual({ traceparent: `00-${traceIdOf(id)}-${spanIdOf(id, 1)}-01` });
    for (const seq of [1, 2, 9_999_999]) {
      const { traceparent } = stepTrace(id, seq);
      expect(Traceparent.parse(traceparent).split('-')[1]).toBe(traceIdOf(id));
    }
    expect(traceIdOf('inc-20261120021500-8f14e45e')).not.toBe(traceIdOf(id));
  });

  it('has a span of its own for each step and fact, and names the step before', () => {
    const spans = [1, 2, 3].map((seq) => spanIdOf(id, seq));
    const { traceparent } = factTrace(id, '2026-11-20T02:15:00.000Z#claimed');
    expect(new Set([...spans, traceparent.split('-')[2]]).size).toBe(4);
    expect(stepTrace(id, 3)).toEqual({ traceparent: expect.stringContaining(spans[2] ?? ''), parentSpan: spans[1] });
  });

  it.each([
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ])('is not %s', (text) => expect(Traceparent.safeParse(text).success).toBe(false));

  it('is no span of nothing but zeros', () => expect(SpanId.safeParse('0'.repeat(16)).success).toBe(false));
});

describe('a step', () => {
  const item = (write: unknown): unknown => Object(write).item;
  const at = new Date('2026-11-20T02:16:00.000Z');

  it('is stored with its place in the trace, the first and every further one', () => {
    const open = incident({ id, seq: 1, status: 'detected' });
    const [, first] = opening(open, { to: 'detected', by: 'alarm-handler', at, versions });
    expect(item(first)).toMatchObject(stepTrace(id, 1));
    expect(item(first)).not.toHaveProperty('parentSpan');
    const [, second] = stepWrites(open, { to: 'analyzed', by: 'analyzer', at, versions });
    expect(item(second)).toMatchObject(stepTrace(id, 2));
  });

  it('of a build that stored none is read as it is', () => {
    const old: TransitionRecord = {
      incidentId: id,
      seq: 2,
      from: 'detected',
      to: 'analyzed',
      by: 'analyzer',
      at: at.toISOString(),
      digests: {},
      versions,
    };
    expect(TransitionRecord.parse(old)).toEqual(old);
    expect(StoredTransition.parse({ ...old, pk: 'INCIDENT#x', ...stepTrace(id, 2) })).toEqual({
      ...old,
      ...stepTrace(id, 2),
    });
  });
});
