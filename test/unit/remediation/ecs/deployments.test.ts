import { describe, expect, it } from 'vitest';
import { revisionOf, unsettled } from '../../../../core/remediation/ecs/deployments.ts';
import { arn, service } from '../../../support/ecs.ts';

const present = arn('basket', 42);
const deployment = (status: string, revision: number) => ({
  status,
  taskDefinition: arn('basket', revision),
  createdAt: new Date(0),
  failedTasks: 0,
});
const primary = deployment('PRIMARY', 42);

describe('a service in the middle of its deployments', () => {
  it.each([
    ['one deployment', [primary], undefined],
    ['one that still leaves an expected revision', [primary, deployment('ACTIVE', 41)], undefined],
    ['one that has left another', [primary, deployment('INACTIVE', 40)], undefined],
    [
      'one that still leaves another',
      [primary, deployment('ACTIVE', 40)],
      `it still runs tasks of ${arn('basket', 40)}`,
    ],
    ['one of another revision', [deployment('PRIMARY', 43)], `its deployment is of ${arn('basket', 43)}`],
    ['none', [], 'it has 0 primary deployments, expected 1'],
    ['two', [primary, primary], 'it has 2 primary deployments, expected 1'],
  ])('is told apart: %s', (_what, deployments, reason) =>
    expect(unsettled(service(present, { deployments }), [present, arn('basket', 41), undefined])).toBe(reason),
  );

  it('is not known where another controller deploys', () =>
    expect(unsettled(service(present, { taskDefinition: null }), [])).toBe(
      'another deployment controller keeps its task definition',
    ));

  it('numbers its revisions', () => expect(revisionOf(present)).toBe(42));
});
