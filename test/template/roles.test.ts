import { describe, expect, it } from 'vitest';
import { named, played } from '../support/played.ts';
import { statementAt } from './planting.ts';
import { planted } from './proof.ts';
import { tableAccess } from './table-access.ts';
import { runAs, underRoles } from './under-roles.ts';

/** test/integration/scenarios.test.ts plays every scenario under the roles of the template; here one lacks something. */
describe('a story under roles', () => {
  it.each([
    ['AnalyzerPolicy', 'MoveTheIncident', 'analyzer may not PutItem INCIDENT#'],
    ['AlarmHandlerPolicy', 'TakeEachAlarmOnce', 'alarm-handler may not UpdateItem'],
  ])('tells when %s has no %s', async (policy, sid, told) => {
    const access = tableAccess(planted([{ op: 'remove', path: statementAt(policy, sid) }]));
    const refused = new Set<string>();
    await played(named('healthy-noise'), {
      around: runAs,
      changePorts: (ports) => underRoles(ports, refused, access),
    });
    expect([...refused]).toContain(told);
  });
});
