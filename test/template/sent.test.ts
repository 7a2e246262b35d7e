import { describe, expect, it } from 'vitest';
import { awsSamples } from './approved-calls.ts';
import { commandsOf } from './bundles.ts';
import { actionsOf, unsent } from './commands.ts';
import { intendedCalls } from './intended-calls.ts';
import { oneMore } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { askedOf, reasons, sentBy, sentInSession, surplus } from './sent.ts';
import { policyOf } from './statements.ts';
import { functionNames, ofType, pascal, refersTo } from './template.ts';

const used: Proof = {
  promise: 'a role names no action that nothing sends',
  broken: (template) => [
    ...functionNames.flatMap((name) => surplus(`${pascal(name)}Role`, askedOf(sentBy(name)), template)),
    ...surplus('RemediationRole', askedOf(sentInSession('executor')), template),
  ],
};

proves(
  used,
  {
    fault: 'an action more',
    patch: oneMore('TimekeeperPolicy', { Action: 'cloudwatch:GetMetricData', Resource: '*' }),
    said: 'TimekeeperRole: cloudwatch:GetMetricData is sent by nothing',
  },
  {
    fault: 'a wildcard',
    patch: oneMore('NotifierPolicy', { Action: 'sns:*', Resource: { Ref: 'NoticeTopic' } }),
    said: 'NotifierRole: sns:* is sent by nothing',
  },
  {
    fault: 'a change that the catalogue has not',
    patch: oneMore('RdsRemediationPolicy', { Action: 'rds:DeleteDBInstance', Resource: '*' }),
    said: 'RemediationRole: rds:DeleteDBInstance is sent by nothing',
  },
);

describe('what bundles send', () => {
  it.each(functionNames)('%s: is known to IAM by name, and meant for something', (name) => {
    const commands = commandsOf(name);
    expect(commands.filter((one) => actionsOf[one] === undefined)).toEqual([]);
    expect((unsent[name] ?? []).filter((one) => !commands.includes(one))).toEqual([]);
    const meant = new Set(intendedCalls(name).map(({ action }) => action));
    const partOf = (one: string): boolean => actionsOf[one]?.some((action) => meant.has(action)) ?? false;
    expect(sentBy(name).filter((one) => !partOf(one))).toEqual([]);
  });

  it('is allowed to the session where a change is approved: the calls of the catalogue, and nobody sends another', () => {
    const called = new Set(awsSamples.flatMap(({ requests }) => requests.map(({ action }) => action)));
    const commands = sentInSession('executor');
    const needed = commands.map((one) => actionsOf[one]?.[0] ?? one).filter((one) => one !== 'sts:GetCallerIdentity');
    expect(needed.filter((action) => !called.has(action))).toEqual([]);
    expect(sentInSession('rollback')).toEqual(commands);
  });

  it('is not needed by a role where the table says that it is not sent', () => {
    const kept = functionNames.flatMap((name) => {
      const meant = new Set(intendedCalls(name).map(({ action }) => action));
      return (unsent[name] ?? []).flatMap((one) => actionsOf[one] ?? []).filter((action) => meant.has(action));
    });
    expect(kept).toEqual([]);
  });

  it('has a reason for each exception', () => {
    const roles = [...functionNames.map((name) => `${pascal(name)}Role`), 'RemediationRole'];
    for (const [why, of, actions] of reasons) {
      const needed = roles.some((role) =>
        ofType('AWS::IAM::RolePolicy').some(
          (one) =>
            refersTo(one.Properties['RoleName']) === role &&
            of.test(role) &&
            policyOf(one).some(({ Action }) => Action.some((action) => actions.test(action))),
        ),
      );
      expect(needed, why).toBe(true);
    }
  });
});
