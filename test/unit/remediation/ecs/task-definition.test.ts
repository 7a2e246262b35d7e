import { describe, expect, it } from 'vitest';
import { notOnFargate } from '../../../../core/remediation/ecs/fargate.ts';
import { sha256 } from '../../../../core/remediation/digest.ts';
import { definitionDigest, definitionImages, passedRoles } from '../../../../core/remediation/ecs/task-definition.ts';
import { content } from '../../../support/ecs.ts';

const container = (name: string, change: Record<string, unknown> = {}) => ({ name, image: 'app:1', ...change });
const variable = (name: string, value = 'on') => ({ name, value });

describe('the digest of a task definition', () => {
  const digest = (...containerDefinitions: object[]) => definitionDigest(content('basket', { containerDefinitions }));

  it('is the same whatever order the API gives its lists in', () => {
    const [a, b] = [variable('A'), variable('B')];
    const [one, two, three] = [
      container('app', { environment: [a, b], secrets: [b, a] }),
      container('proxy'),
      container('agent'),
    ];
    const changed = { ...one, environment: [b, a], secrets: [a, b] };
    for (const order of [
      [two, changed, three],
      [three, two, changed],
      [changed, three, two],
      [three, changed, two],
    ]) {
      expect(digest(...order)).toBe(digest(one, two, three));
    }
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

  const secret = { name: 'TOKEN', valueFrom: 'arn:1' };
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['the environment', { environment: [variable('A')] }, { environment: [variable('A', 'off')] }],
    ['a secret', { secrets: [secret] }, { secrets: [{ ...secret, valueFrom: 'arn:2' }] }],
    ['an environment that goes', { environment: [variable('A')] }, {}],
    ['secrets that go', { secrets: [secret] }, {}],
  ])('changes with %s of any container', (_what, before, after) =>
    expect(digest(container('app'), container('proxy', after))).not.toBe(
      digest(container('app'), container('proxy', before)),
    ),
  );

  it('changes with where it can run, and is the same for every one of one content', () => {
    const on = (requiresCompatibilities?: string[]) => definitionDigest(content('basket', { requiresCompatibilities }));
    expect(new Set([on(['EC2']), on(['FARGATE']), on(['EC2', 'FARGATE']), on([])]).size).toBe(4);
    const [agent, app, proxy] = ['agent', 'app', 'proxy'].map((name) => container(name));
    expect(definitionDigest({ containerDefinitions: [proxy, agent, app] })).toBe(
      sha256({ containerDefinitions: [agent, app, proxy] }),
    );
  });

  it.each([
    ['without containers', {}],
    ['with a container that has no name', { containerDefinitions: [{ image: 'app:1' }] }],
    [
      'with a variable that has no name',
      { containerDefinitions: [container('app', { environment: [{ value: 'x' }] })] },
    ],
    ['with a secret that has no name', { containerDefinitions: [container('app', { secrets: [{ valueFrom: 'x' }] })] }],
    ['with odd platforms', { containerDefinitions: [], requiresCompatibilities: [1] }],
  ])('is of no definition %s', (_what, wrong) => expect(() => definitionDigest(wrong)).toThrow());
});

describe('the images of a definition', () => {
  it('are by container, and empty where none is named', () =>
    expect(definitionImages({ containerDefinitions: [container('app'), { name: 'proxy' }] })).toEqual({
      'containers.app.image': 'app:1',
      'containers.proxy.image': '',
    }));
});

const admin = 'arn:aws:iam::123456789012:role/admin';
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
    [
      'what only holds the ARN of a role as it is',
      content('b', { taskRoleArn: `x${admin}`, executionRoleArn: `${admin}\n` }),
      [`x${admin}`, `${admin}\n`],
    ],
  ])('are %s', (_what, given, roles) => expect(passedRoles(given)).toEqual(roles));
});

describe('the sizes of Fargate', () => {
  it.each([
    [256, 512],
    [256, 1024],
    [256, 2048],
    [512, 1024],
    [512, 4096],
    [1024, 2048],
    [1024, 8192],
    [2048, 4096],
    [2048, 16_384],
    [4096, 8192],
    [4096, 30_720],
    [8192, 16_384],
    [8192, 20_480],
    [8192, 61_440],
    [16_384, 32_768],
    [16_384, 122_880],
  ])('have %i CPU units with %i MiB', (cpu, memory) => expect(notOnFargate(cpu, memory)).toBeUndefined());

  it.each([
    [256, 1536, /only with 512, 1024, 2048/],
    [256, 4096, /256/],
    [512, 512, /1024 to 4096/],
    [1024, 2560, /steps of 1024/],
    [1024, 9216, /2048 to 8192/],
    [8192, 17_408, /steps of 4096/],
    [8192, 12_288, /16384 to 61440/],
    [16_384, 24_576, /32768 to 122880 in steps of 8192/],
    [16_384, 131_072, /with 131072 MiB, only with 32768/],
    [300, 1024, /^Fargate has no tasks of 300 CPU units$/],
    [0, 1024, /^Fargate has no tasks of 0 CPU units$/],
  ])('do not have %i CPU units with %i MiB', (cpu, memory, reason) =>
    expect(notOnFargate(cpu, memory)).toMatch(reason),
  );
});
