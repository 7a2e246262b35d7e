import { describe, expect, it } from 'vitest';
import { Models } from '../../../core/diagnosis/cost/models.ts';
import { Policy } from '../../../core/policy/policy.ts';

describe('Policy', () => {
  it('permits nothing by default', () => {
    expect(Policy.parse({})).toEqual({
      mode: 'observe',
      approvalRequired: true,
      allowedActions: [],
      allowedNamespaces: [],
      allowedTargets: [],
      allowedCidrs: [],
      quarantineGroups: [],
      allowedWithoutUndo: [],
      changeWindows: [],
      freezes: [],
      maxActionsPerRun: 0,
      maxActionsPerHour: 0,
      maxResources: 0,
      maxChangePercent: 0,
      quorum: { low: { people: 2, roles: 2 }, medium: { people: 2, roles: 2 }, high: { people: 2, roles: 2 } },
      linkDecides: [],
      breakGlass: false,
      // Being told is the safe side; how often is bounded all the same.
      noticesPerHour: 60,
      approvalMinutes: 15,
      executeWithinMinutes: 5,
      rollbackWithinMinutes: 60,
    });
    expect(Policy.safeParse({ approvalRequired: false }).success).toBe(false);
    expect(Policy.safeParse({ approvalMinutes: 16 }).success).toBe(false);
    expect(Policy.safeParse({ linkDecides: ['high'] }).success).toBe(false);
  });
});

describe('Models', () => {
  it('lets nothing be spent by default', () => {
    expect(Models.parse({})).toEqual({
      prices: [],
      usdPerIncident: 0,
      usdPerHour: 0,
      usdPerDay: 0,
      answerTokens: 1000,
    });
  });
});
