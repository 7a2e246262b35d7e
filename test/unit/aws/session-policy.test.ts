import { describe, expect, it } from 'vitest';
import { sessionPolicy } from '../../../core/aws/session-policy.ts';
import type { IamStatement } from '../../../core/remediation/action.ts';

const allow = (Sid: string, Action: string[], Resource: string[], more: Partial<IamStatement> = {}): IamStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const statementsOf = (...statements: IamStatement[]): unknown => JSON.parse(sessionPolicy(statements)).Statement;

describe('the session policy of several actions', () => {
  it('says once what they share', () => {
    const read = allow('Look', ['ec2:DescribeNetworkInterfaces'], ['*']);
    expect(
      statementsOf(read, allow('A', ['ec2:A'], ['arn:a']), read, allow('B', ['ec2:B', 'ec2:A'], ['arn:a'])),
    ).toEqual([read, allow('A', ['ec2:A', 'ec2:B'], ['arn:a'])]);
  });

  it('gives no action a resource that no action asked for', () => {
    const statements = [allow('One', ['ec2:A'], ['arn:a']), allow('Two', ['ec2:B'], ['arn:b'])];
    expect(statementsOf(...statements)).toEqual(statements);
  });

  it('drops no condition', () => {
    const Condition = { StringEquals: { 'ec2:Attribute': 'SourceDestCheck' } };
    const statements = [allow('Any', ['ec2:A'], ['arn:a']), allow('One', ['ec2:B'], ['arn:a'], { Condition })];
    expect(statementsOf(...statements)).toEqual(statements);
  });

  it('names no two statements alike: IAM would refuse it', () => {
    const same = ['arn:a', 'arn:b', 'arn:c'].map((arn) => allow('Set', ['ec2:A'], [arn]));
    expect(statementsOf(...same)).toMatchObject([{ Sid: 'Set' }, { Sid: 'Set2' }, { Sid: 'Set3' }]);
  });
});
