import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { normalizeAlarms } from '../../../core/incident/normalize/normalize.ts';

const Finding = z.looseObject({ detail: z.looseObject({ resource: z.looseObject({}), service: z.looseObject({}) }) });
const recorded = (name: string) => Finding.parse(JSON.parse(readFileSync(`events/alarm-handler/${name}.json`, 'utf8')));

const normalized = (change: object = {}, name = 'guardduty-ec2') => {
  const event = recorded(name);
  return normalizeAlarms({ ...event, detail: { ...event.detail, ...change } })[0];
};
const alarm = (change: object = {}, name?: string) => {
  const one = normalized(change, name);
  if (one?.kind !== 'alarm') throw new Error(one?.problem);
  return one.alarm;
};
const dimensions = (change: object = {}, name?: string) => alarm(change, name).metrics[0]?.dimensions;

describe('a finding of GuardDuty', () => {
  it('is an alarm with its type as the metric and its severity as the threshold', () => {
    expect(alarm()).toMatchObject({
      kind: 'guardduty',
      state: 'ALARM',
      name: 'Backdoor:EC2/C&CActivity.B!DNS',
      threshold: 8,
      reason:
        'severity 8, seen 3 times: The instance i-0a1b2c3d4e5f60001 queries a domain that is known for command and control.',
      metrics: [{ namespace: 'AWS/GuardDuty', name: 'Backdoor:EC2/C&CActivity.B!DNS' }],
      at: '2026-11-20T02:20:10.000Z',
    });
  });

  it('names the instance and its one network interface', () => {
    expect(dimensions()).toEqual({
      InstanceId: 'i-0a1b2c3d4e5f60001',
      NetworkInterfaceId: 'eni-0a1b2c3d4e5f60001',
    });
  });

  it('names no network interface where the instance has several: nobody says which one it was', () => {
    const networkInterfaces = ['eni-0a1b2c3d4e5f60001', 'eni-0a1b2c3d4e5f60002'].map((networkInterfaceId) => ({
      networkInterfaceId,
    }));
    const resource = { instanceDetails: { instanceId: 'i-0a1b2c3d4e5f60001', networkInterfaces } };
    expect(dimensions({ resource })).toEqual({ InstanceId: 'i-0a1b2c3d4e5f60001' });
  });

  it('names the workload by its kind, whose plural GuardDuty says', () => {
    expect(dimensions({}, 'guardduty-eks-runtime')).toEqual({
      ClusterName: 'harbor',
      Kind: 'Deployment',
      Namespace: 'checkout',
      Name: 'receipts',
    });
  });

  it('names no workload of a kind that nothing here can isolate', () => {
    const kubernetesDetails = {
      kubernetesWorkloadDetails: { name: 'nightly', type: 'cronjobs', namespace: 'checkout' },
    };
    const resource = { eksClusterDetails: { name: 'harbor' }, kubernetesDetails };
    expect(dimensions({ resource }, 'guardduty-eks-runtime')).toEqual({ ClusterName: 'harbor' });
  });

  it('that somebody archived is OK', () => {
    expect(alarm({ service: { archived: true } }).state).toBe('OK');
  });

  it.each<[string, object, RegExp]>([
    ['a type that is none', { type: 'something bad' }, /detail.type/],
    ['a severity out of range', { severity: 11 }, /detail.severity/],
    ['an instance that is none', { resource: { instanceDetails: { instanceId: '../i-1' } } }, /instanceId/],
    ['no account', { accountId: 'x' }, /expected an account id of 12 digits/],
    ['no time', { updatedAt: 'now' }, /expected an ISO 8601 time/],
  ])('is refused with %s', (_what, change, problem) => {
    expect(normalized(change)).toMatchObject({ kind: 'unknown', problem: expect.stringMatching(problem) });
  });
});
