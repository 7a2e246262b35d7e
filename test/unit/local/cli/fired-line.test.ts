import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firedLine } from '../../../../local/cli/fired-line.ts';

const recorded = (name: string) =>
  JSON.parse(readFileSync(`events/alarm-handler/${name}.json`, 'utf8')) as Record<string, unknown>;

describe('what came in', () => {
  it.each([
    ['eks-oomkilled', 'alarm X fires'],
    ['composite', 'alarm X fires'],
    ['runtime-benign', 'agents tell of X'],
    ['runtime-shadow-read', 'agents tell of X'],
    ['guardduty-ec2', 'GuardDuty tells of X'],
    ['budget-exceeded', 'AWS tells of spending: X'],
    ['cost-anomaly', 'AWS tells of spending: X'],
    ['cost-anomaly-sns', 'AWS tells of spending: X'],
  ])('is said for %s: only an alarm fires', (name, said) => {
    expect(firedLine('X', recorded(name))).toBe(said);
  });
});
