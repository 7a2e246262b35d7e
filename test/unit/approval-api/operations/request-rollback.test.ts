import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/incident/keys.ts';
import { createHandler } from '../../../../functions/approval-api/handler.ts';
import { localMac } from '../../../../local/ports/macs.ts';
import { arnOf } from '../../../support/policy.ts';
import { resolved } from '../../../support/resolved.ts';
import type { World } from '../../../support/world.ts';

const mac = localMac(new Uint8Array(32).fill(1));
const asking = async (w: World, person: string, body: unknown, operation = 'request-rollback') => {
  const handler = createHandler({ ...w.deps, linkVerifier: mac.verifier, proofGenerator: mac.generator });
  const answer = await handler({
    httpMethod: 'POST',
    path: `/live/iam/ops/${operation}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    requestContext: { requestId: 'req-1', identity: { sourceIp: '10.0.0.7', userArn: arnOf(person) } },
  });
  return { statusCode: answer.statusCode, ...JSON.parse(answer.body) };
};

describe('asking for a rollback', () => {
  it('says until when others decide, once', async () => {
    const w = await resolved();
    const body = { incidentId: w.incident.id, reason: 'the pod was examined' };
    expect(await asking(w, 'alice', body)).toEqual({
      statusCode: 200,
      outcome: 'done',
      message: 'asked: others decide until 2026-11-20T03:26:40.000Z, and without an answer the change stays',
    });
    expect(await w.status()).toBe('awaiting_rollback_approval');
    expect(await asking(w, 'bob', body)).toMatchObject({ statusCode: 409, outcome: 'already' });
  });

  it.each([
    ['without a reason', { reason: ' ' }, 400],
    ['with more than a reason', { reason: 'x', decision: 'approve' }, 400],
    ['of an incident that is none', { incidentId: 'inc-1', reason: 'x' }, 404],
  ])('is refused %s', async (_what, change, statusCode) => {
    const w = await resolved();
    expect(await asking(w, 'alice', { incidentId: w.incident.id, ...change })).toMatchObject({ statusCode });
    expect(await w.deps.table.list(keys.incident(w.incident.id).pk, 'T#')).toHaveLength(4);
  });

  it.each([
    ['alice', { rollback: true }, true],
    ['bob', { rollback: true }, true],
    ['carol', { rollback: true }, undefined],
    ['alice', {}, undefined],
  ])('is offered to %s in a list with %j: %s', async (person, body, offered) => {
    const w = await resolved();
    const { incidents } = await asking(w, person, body, 'list');
    expect(incidents).toMatchObject([{ id: w.incident.id, status: 'resolved' }]);
    expect(incidents[0].mayAskRollback).toBe(offered);
  });

  it('is offered no more once it is asked for, or where its time is over', async () => {
    const w = await resolved();
    await asking(w, 'alice', { incidentId: w.incident.id, reason: 'the pod was examined' });
    expect((await asking(w, 'bob', { rollback: true }, 'list')).incidents[0]).not.toHaveProperty('mayAskRollback');
    const old = await resolved();
    old.at(31 * 86_400);
    expect((await asking(old, 'bob', { rollback: true }, 'list')).incidents[0]).not.toHaveProperty('mayAskRollback');
  });

  it('is not for a viewer', async () => {
    const w = await resolved();
    const body = { incidentId: w.incident.id, reason: 'the pod was examined' };
    expect(await asking(w, 'carol', body)).toMatchObject({ statusCode: 403, outcome: 'not-permitted' });
    expect(await w.status()).toBe('resolved');
  });
});
