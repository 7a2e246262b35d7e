import type { StreamRecord } from '../../local/engine/types.ts';
import type { Standing } from './standing.ts';

/** Between two comparisons of the whole table; each change of it is seen at once. */
const wholeEvery = 64;

const isRefusal = ({ eventName, dynamodb }: StreamRecord): boolean =>
  eventName === 'INSERT' &&
  dynamodb.Keys.pk.S.startsWith('AUDIT#') &&
  dynamodb.NewImage?.['fact']?.['S'] === 'authentication_failed';

/** What an input left behind: what it changed, in words, and the audit facts of refusals, which the design wants. */
export type Traces = { changed?: string; facts: string[] };

/**
 * Looks for everything that an input may have left in a standing stack: the table to the byte, notices, sessions, claims,
 * proofs, audit, switches. Facts of refusals are handed over and taken away again, so that a long run does not grow.
 */
export const tracesOf = ({ memory, ports, signed }: Standing) => {
  const table = (): string => JSON.stringify(memory.all());
  const world = async (): Promise<string> =>
    JSON.stringify({
      notices: ports.notices.sent.length,
      sessions: ports.session.opened.length,
      claims: ports.claims.taken.size,
      signed: signed(),
      switches: await ports.switches.read(),
      audit: (await ports.auditStore.list('')).length,
    });
  let [before, beforeWorld, looks] = [table(), '', 0];

  return async (): Promise<Traces> => {
    const records = memory.take();
    const taken = await records;
    const facts = taken.filter(isRefusal);
    const [other] = taken.filter((record) => !isRefusal(record));
    if (other !== undefined) {
      return { changed: `${other.eventName} ${other.dynamodb.Keys.pk.S} ${other.dynamodb.Keys.sk.S}`, facts: [] };
    }
    for (const { dynamodb } of facts) {
      const { pk, sk } = dynamodb.Keys;
      await memory.table.transact([{ kind: 'delete', key: { pk: pk.S, sk: sk.S }, when: [] }]);
    }
    await memory.take();
    const now = await world();
    beforeWorld ||= now;
    if (now !== beforeWorld) return { changed: `${beforeWorld} became ${now}`, facts: [] };
    looks += 1;
    if (looks % wholeEvery === 1 && table() !== before) return { changed: 'the table is not what it was', facts: [] };
    return { facts: facts.map(({ dynamodb }) => JSON.stringify(dynamodb.NewImage)) };
  };
};
