import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Chart } from '../../../core/evidence/chart/chart.ts';
import { ErrorBudget } from '../../../core/evidence/error-budget.ts';
import { keys } from '../../../core/incident/keys.ts';
import { advance, readIncident } from '../../../core/incident/step.ts';
import type { Write } from '../../../core/incident/table.ts';
import { traceIdOf } from '../../../core/incident/trace.ts';
import { Profile } from '../../../core/policy/profile.ts';
import { sha256 } from '../../../core/remediation/digest.ts';
import { Env, guardrailOf } from '../../../functions/analyzer/env.ts';
import { createHandler, type Deps } from '../../../functions/analyzer/handler.ts';
import { startCheck } from '../../../functions/analyzer/start-check.ts';
import { unavailableModel } from '../../../local/ports/model-down.ts';
import { collectedLog, collectedMeter } from '../../../local/ports/telemetry.ts';
import { hub, incident, later, versions } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { layer, opened, world, event, speaking, refused } from './stage.ts';

describe('analyzer', () => {
  it('stores evidence and diagnosis with the step, their digests in it, and the next deadline', async () => {
    const { table, handle } = await world();
    expect(await handle(event)).toEqual({ kind: 'analyzed', diagnosis: 'diagnosed' });

    const evidence = await table.get(keys.evidence(opened.id));
    const diagnosis = await table.get(keys.diagnosis(opened.id));
    expect(diagnosis).toMatchObject({
      incidentId: opened.id,
      purgeAt: expect.any(Number),
      body: { kind: 'diagnosed', source: 'rules', causes: [{ category: 'oom_killed', resource: opened.resource }] },
    });
    expect(await table.get(keys.transition(opened.id, 2))).toMatchObject({
      from: 'detected',
      to: 'analyzed',
      by: 'analyzer',
      digests: { evidence: sha256(evidence?.['body']), diagnosis: sha256(diagnosis?.['body']) },
      versions,
    });
    expect(await readIncident(table, opened.id)).toMatchObject({
      status: 'analyzed',
      reason: 'oom_killed of Deployment/checkout/payments-api (rules)',
      due: { at: later(150).toISOString(), does: 'again', attempt: 0 },
    });
  });

  it('stores the chart of what the alarm watches, by its digest in the step, and shows it to no model', async () => {
    const { model, asked } = speaking();
    const points = [100, 160, 99_123].map((value, n) => ({ at: later(60 * (n - 3)), value }));
    const metrics = { read: async () => [{ id: 'memory', points }] };
    const { table, handle } = await world({ model, metrics });
    await handle(event);
    const stored = await table.get(keys.chart(opened.id));
    expect(stored).toMatchObject({
      incidentId: opened.id,
      purgeAt: expect.any(Number),
      body: {
        name: 'pod_memory_utilization_over_pod_limit',
        is: 'nearby',
        unit: 'percent',
        limit: { value: 95, source: 'runbook' },
      },
    });
    const { body } = z.object({ body: Chart }).loose().parse(stored);
    expect(body.points.map(([, value]) => value)).toEqual([100, 160, 99_123]);
    expect((await table.get(keys.transition(opened.id, 2)))?.['digests']).toMatchObject({ chart: sha256(body) });
    expect(asked[0]?.prompt).not.toContain('160');
  });

  it('stores what is left of the objective of the runbook, by its digest in the step, and shows it to no model', async () => {
    const { model, asked } = speaking();
    const count = (name: string) => ({ namespace: 'AWS/ApplicationELB', name, dimensions: {} });
    const slo = { objective: 99, days: 7, total: count('RequestCount'), bad: count('5XX') };
    const runbooks = layer.runbooks.map((one) => ({ ...one, evidence: { ...one.evidence, slo } }));
    const metrics = {
      read: async (queries: readonly { id: string }[]) =>
        queries.map(({ id }) => ({ id, points: [{ at: later(-60), value: id === 'total' ? 100_000 : 123 }] })),
    };
    const { table, handle } = await world({ model, metrics, policy: policyLayer({ ...layer, runbooks }) });
    await handle(event);
    const { body } = z
      .object({ body: ErrorBudget })
      .loose()
      .parse(await table.get(keys.budget(opened.id)));
    expect(body).toMatchObject({ kind: 'known', objective: 99, days: 7, remainingPercent: 87.7 });
    expect((await table.get(keys.transition(opened.id, 2)))?.['digests']).toMatchObject({ budget: sha256(body) });
    expect(asked[0]?.prompt).not.toContain('87.7');
  });

  it('says that an objective whose metrics cannot be read has a budget that is not known', async () => {
    const count = { namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions: {} };
    const slo = { objective: 99, days: 7, total: count, bad: count };
    const runbooks = layer.runbooks.map((one) => ({ ...one, evidence: { ...one.evidence, slo } }));
    const metrics = { read: () => Promise.reject(new Error('throttled')) };
    const { table, handle } = await world({ metrics, policy: policyLayer({ ...layer, runbooks }) });
    await handle(event);
    expect(await table.get(keys.budget(opened.id))).toMatchObject({ body: { kind: 'unknown', why: 'not-read' } });
    expect(await table.get(keys.evidence(opened.id))).toMatchObject({
      body: { gaps: expect.arrayContaining([expect.stringContaining('error budget could not be read')]) },
    });
  });

  it('stores no chart where no such series could be read', async () => {
    const { table, handle } = await world();
    await handle(event);
    expect(await table.get(keys.chart(opened.id))).toBeUndefined();
    expect(await table.get(keys.budget(opened.id))).toBeUndefined();
    expect((await table.get(keys.transition(opened.id, 2)))?.['digests']).not.toHaveProperty('chart');
  });

  it('does nothing for an incident that has moved on, nor for a second delivery', async () => {
    const { table, handle } = await world();
    await handle(event);
    expect(await handle(event)).toEqual({ kind: 'stale' });
    expect(await table.list(keys.incident(opened.id).pk, 'T#')).toHaveLength(2);
  });

  it('is stale when somebody else moves the incident while it works', async () => {
    const { table, deps } = await world();
    const metrics = {
      read: async () => {
        await advance(table, opened, { to: 'self_recovered', by: 'alarm-handler', at: later(5), versions });
        return [];
      },
    };
    expect(await createHandler({ ...deps, metrics })(event)).toEqual({ kind: 'stale' });
    expect(await table.get(keys.evidence(opened.id))).toBeUndefined();
  });

  it('goes on without a model that fails, and says so', async () => {
    const { table, handle } = await world({ model: unavailableModel });
    expect(await handle(event)).toEqual({ kind: 'analyzed', diagnosis: 'diagnosed' });
    expect(await table.get(keys.diagnosis(opened.id))).toMatchObject({
      body: { source: 'rules', modelNote: 'the model could not be asked (TimeoutError)' },
    });
  });

  it('asks the model once although the first attempt could not store its answer', async () => {
    const { model, asked } = speaking();
    const { table, deps } = await world({ model });
    const evidence = keys.evidence(opened.id).pk;
    const transact = (writes: readonly Write[]) =>
      writes.some((write) => 'item' in write && write.item.pk === evidence)
        ? Promise.reject(new Error('throttled'))
        : table.transact(writes);
    const broken = { ...table, transact };
    await expect(createHandler({ ...deps, table: broken })(event)).rejects.toThrow('throttled');
    expect(await createHandler(deps)(event)).toMatchObject({ kind: 'analyzed' });
    expect(asked).toHaveLength(1);
    expect(await table.get(keys.diagnosis(opened.id))).toMatchObject({ body: { source: 'model' } });
  });

  it('lets an attempt that still runs elsewhere be retried, instead of going on without it', async () => {
    const once = () => Promise.reject(new Error('is running elsewhere'));
    const { handle } = await world({ once });
    await expect(handle(event)).rejects.toThrow('is running elsewhere');
  });

  it('abstains with gaps when nothing can be read, and still moves on', async () => {
    const down = async () => {
      throw new Error('no route');
    };
    const unknown = incident({ alarm: { ...opened.alarm, metrics: [] } });
    const { table, handle } = await world({ logs: { search: down }, kubernetes: { get: down, list: down } }, unknown);
    expect(await handle(event)).toEqual({ kind: 'analyzed', diagnosis: 'abstained' });
    expect(await readIncident(table, opened.id)).toMatchObject({
      reason: 'the evidence does not show one cause (rules)',
    });
    expect(await table.get(keys.evidence(opened.id))).toMatchObject({
      body: { gaps: expect.arrayContaining(['Kubernetes Pod could not be read: Error: no route']) },
    });
  });

  it('counts what the model cost', async () => {
    const meter = collectedMeter();
    const { table, handle } = await world({ model: speaking().model, meter });
    await handle(event);
    expect(meter.counts.get('ModelSpendUsd')).toBe(0.00024);
    expect(meter.counts.get('ModelInputTokens')).toBeGreaterThan(0);
    expect(meter.counts.get('ModelOutputTokens')).toBeGreaterThan(0);
    expect(await table.get(keys.modelSpentOn(opened.id))).toMatchObject({ inIncident: 240 });
  });

  it.each<[string, Partial<Deps>, string, string]>([
    [
      'that is over its budget',
      {
        model: speaking().model,
        policy: policyLayer({ prompts: layer.prompts, models: { ...layer.models, usdPerDay: 0 } }),
      },
      'ModelOverBudget',
      'over-budget',
    ],
    ['without a price', { model: speaking(undefined, 'vendor.model-v1').model }, 'ModelCannotBeAsked', 'no-price'],
    ['without access', { model: speaking(refused).model }, 'ModelCannotBeAsked', 'not-invocable'],
  ])('tells the operator of a model %s, and goes on', async (_what, over, metric, problem) => {
    const [meter, log] = [collectedMeter(), collectedLog()];
    const { handle } = await world({ ...over, meter, log });
    expect(await handle(event)).toMatchObject({ kind: 'analyzed' });
    expect(meter.counts.get(metric)).toBe(1);
    expect(log.entries).toContainEqual({
      level: 'error',
      message: 'the model did not speak',
      facts: { incident: opened.id, problem, note: expect.stringContaining('the model') },
      trace: { trace_id: traceIdOf(opened.id) },
    });
  });

  it('finds out on request whether the model can be asked, within the budget of the day', async () => {
    const check = { check: 'model' };
    const { model, asked } = speaking();
    const { table, handle } = await world({ model });
    expect(await handle(check)).toEqual({
      kind: 'model-checked',
      model: 'eu.amazon.nova-lite-v1:0',
      canBeAsked: true,
      notes: ['this model is asked through a profile across the regions of eu: evidence may leave the region'],
    });
    expect(asked).toHaveLength(1);
    expect(await table.get(keys.modelSpentOn('check-2026-11-20'))).toMatchObject({ inIncident: 240 });

    expect(
      await (await world({ model: speaking(refused, 'amazon.nova-lite-v1:0').model })).handle(check),
    ).toMatchObject({
      canBeAsked: false,
      notes: [
        expect.stringMatching(/^the model cannot be invoked \(AccessDeniedException\): ModelArns must cover ModelId/),
      ],
    });
    expect(await (await world()).handle(check)).toEqual({ kind: 'no-model' });
  });

  const env = (over: Record<string, string>) =>
    Env.parse({ ACCOUNT_ID: hub.account, TABLE_NAME: 't', POLICY_DIR: '/opt/policy', ...over });
  it.each([
    'amazon.nova-lite-v1:0',
    'amazon.nova-lite-v1:0:300k',
    'us-gov.vendor.model-4-5-20251001-v1:0',
    'vendor.model-4.7',
    'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123',
    'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/vendor.model-v1:0',
    '',
  ])('takes %s for a model', (id) => expect(env({ MODEL_ID: id }).MODEL_ID).toBe(id));

  it.each(['model', 'Vendor.Model', 'vendor.model v1', 'arn:aws:s3:::bucket', '.model', 'vendor.'])(
    'does not start with %s for a model',
    (id) => expect(() => env({ MODEL_ID: id })).toThrow(/MODEL_ID/),
  );

  it('does not start with a guardrail without its version', () => {
    expect(guardrailOf(env({}))).toBeUndefined();
    expect(guardrailOf(env({ GUARDRAIL_ID: 'gr1', GUARDRAIL_VERSION: 'DRAFT' }))).toEqual({
      id: 'gr1',
      version: 'DRAFT',
    });
    expect(() => guardrailOf(env({ GUARDRAIL_ID: 'gr1' }))).toThrow(/GUARDRAIL_VERSION: expected the version/);
  });

  it('says at its start that a model has no price or is asked across regions', () => {
    expect(startCheck('amazon.nova-lite-v1:0', layer.models)).toEqual([]);
    expect(startCheck('global.vendor.model-v1', layer.models).map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it('asks with the prompt of the profile that the runbook names', async () => {
    const profiles = { ...layer.profiles, terse: Profile.parse({ title: 'terse', prompt: 'terse' }) };
    const runbooks = layer.runbooks.map((one) => ({ ...one, profile: 'terse' }));
    const prompts = { ...layer.prompts, terse: 'Be terse.' };
    const { model, asked } = speaking();
    const { handle } = await world({ model, policy: policyLayer({ ...layer, profiles, runbooks, prompts }) });
    await handle(event);
    expect(asked[0]?.system).toContain('Be terse.');
    expect(asked[0]?.system).not.toContain('root cause of an incident');
  });

  it('does not start with a model and without its prompt', () => {
    const policy = policyLayer({ prompts: {} });
    return expect(world({ policy, model: unavailableModel })).rejects.toThrow('prompts/diagnosis.md');
  });
});
