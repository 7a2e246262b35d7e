import { expect, it } from 'vitest';
import { named, played } from '../support/played.ts';
import { runAs, underRoles } from '../template/under-roles.ts';

const asked = async (person: string) => {
  const refused = new Set<string>();
  const ran = await played(named('ecs-cpu-overload'), {
    release: person,
    around: runAs,
    changePorts: (ports) => underRoles(ports, refused),
  });
  expect([...refused]).toEqual([]);
  expect(ran.deadLetters).toEqual([]);
  return ran;
};

it('takes the change of a resolved incident back on request, under the roles of the template, and the audit verifies', async () => {
  const { document, expected } = await asked('alice');
  expect(document.incident.history.map(({ status }) => status).slice(-4)).toEqual([
    'resolved',
    'awaiting_rollback_approval',
    'rolling_back',
    'rolled_back',
  ]);
  expect(expected).toBe('rolled_back');
  expect(document.audit).toMatchObject({ verified: true, findings: [] });
});
