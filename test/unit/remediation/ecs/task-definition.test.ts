import { describe, expect, it } from 'vitest';
import { notOnFargate } from '../../../../core/remediation/ecs/fargate.ts';
import { definitionDigest, passedRoles } from '../../../../core/remediation/ecs/task-definition.ts';
import { content } from '../../../support/ecs.ts';

const container = (name: string, change: Record<string, unknown> = {}) => ({ name, image: 'app:1', ...change });
const variable = (name: string, value = 'on') => ({ name, value });

describe('the digest of a task definition', () => {
  const digest = (...containerDefinitions: object[]) => definitionDigest(content('basket', { containerDefinitions }));

  it('is the same whatever order the API gives its lists in', () => {
    const [a, b] = [variable('A'), variable('B')];
    const [one, two] = [container('app', { environment: [a, b], secrets: [b, a] }), container('proxy')];
    expect(digest(two, { ...one, environment: [b, a], secrets: [a, b] })).toBe(digest(one, two));
    const on = (...requiresCompatibilities: string[]) =>
      definitionDigest(content('basket', { requiresCompatibilities }));
    expect(on('FARGATE', 'EC2')).toBe(on('EC2', 'FARGATE'));
  });

  it.each<[string, object]>([
    ['an environment variable', container('app', { environment: [variable('A', 'off')] })],
    ['the order of a command', container('app', { environment: [variable('A')], command: ['b', 'a'] })],
    ['a field that nobody knows yet', container('app', { environment: [variable('A')], command: ['a', 'b'], new: 1 })],
  ])('changes with %s', (_what, other) => {
    const one = container('app', { environment: [variable('A')], command: ['a', 'b'] });
    expect(digest(other)).not.toBe(digest(one));
  });
});

describe('the roles that a registration passes', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['both, each once', content('basket'), ['basket-task', 'ecs/basket-execution']],
    ['one that is both', content('b', { taskRoleArn: 'all', executionRoleArn: 'all' }), ['all']],
    ['none', content('b', { taskRoleArn: undefined, executionRoleArn: undefined }), []],
    [
      'what is no role as it is',
      content('b', { taskRoleArn: 'arn:aws:iam::1:user/x', executionRoleArn: undefined }),
      ['arn:aws:iam::1:user/x'],
    ],
  ])('are %s', (_what, given, roles) => expect(passedRoles(given)).toEqual(roles));
});

describe('the sizes of Fargate', () => {
  it.each([
    [256, 512],
    [256, 2048],
    [512, 4096],
    [1024, 2048],
    [2048, 16_384],
    [4096, 30_720],
    [8192, 20_480],
    [16_384, 122_880],
  ])('have %i CPU units with %i MiB', (cpu, memory) => expect(notOnFargate(cpu, memory)).toBeUndefined());

  it.each([
    [256, 1536, /only with 512, 1024, 2048/],
    [256, 4096, /256/],
    [512, 512, /1024 to 4096/],
    [1024, 2560, /steps of 1024/],
    [1024, 9216, /2048 to 8192/],
    [8192, 17_408, /steps of 4096/],
    [300, 1024, /no tasks of 300 CPU units/],
    [0, 1024, /no tasks of 0 CPU units/],
  ])('do not have %i CPU units with %i MiB', (cpu, memory, reason) =>
    expect(notOnFargate(cpu, memory)).toMatch(reason),
  );
});
