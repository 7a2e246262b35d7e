import { describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { type Status, statuses, transitions } from '../../core/incident/lifecycle.ts';
import { Incident } from '../../core/incident/incident.ts';
import { stepEvent } from '../support/incident.ts';
import { startedBy } from '../template/template.ts';
import { standing } from './standing.ts';
import { tracesOf } from './traces.ts';

const functions = ['analyzer', 'proposer', 'executor', 'validator', 'rollback'] as const;

/** Where this function is started by the rules of the template, from wherever it comes there. */
const isItsOwn = (name: string, status: Status): boolean =>
  [...transitions.filter(({ to }) => to === status).map(({ from }) => from ?? ''), status].some((from) =>
    startedBy(from, status).includes(name),
  );

/** Whoever may put events on the bus can start any function at any moment; the rules do not stand between them. */
describe('an event that starts the wrong function', () => {
  it.each(functions)('changes nothing in any status that is not for %s', async (name) => {
    const stack = await standing();
    const { incidentId, memory, handlers } = stack;
    const done: string[] = [];
    const others = statuses.filter((one) => !isItsOwn(name, one));
    expect(others.length).toBeGreaterThan(15);
    for (const status of others) {
      const [state] = await memory.table.getAll([keys.incident(incidentId)]);
      await memory.table.transact([
        { kind: 'replace', item: { ...keys.incident(incidentId), ...state, status }, when: [] },
      ]);
      await memory.take();
      const traces = tracesOf(stack);
      await traces();
      const incident = Incident.parse(await memory.table.get(keys.incident(incidentId)));
      const outcome = await Promise.resolve(handlers.get(name)?.(stepEvent(incident))).then(
        (answer) => JSON.stringify(answer),
        (error: unknown) => String(error),
      );
      const { changed } = await traces();
      if (changed !== undefined) done.push(`${status}: ${outcome}: ${changed}`);
    }
    expect(done).toEqual([]);
  });
});
