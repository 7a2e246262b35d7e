import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AuditRecord } from '../../../core/audit/record.ts';
import { prefixes } from '../../../core/incident/keys.ts';
import type { Item } from '../../../core/incident/table.ts';
import type { Written } from '../../../local/engine/memory-table.ts';
import type { MakeInvariant } from './invariant.ts';

type Expected = { chain: string; item: Item };

/** What the audit must take from a write: a step or a fact, by the name that its record has. */
const expectedOf = ({ key, item }: Written): [string, Expected] | undefined => {
  if (item === undefined) return undefined;
  if (key.sk.startsWith(prefixes.transition)) {
    const chain = String(item['incidentId']);
    return [`${chain} ${Number(item['seq'])}`, { chain, item }];
  }
  if (!key.pk.startsWith(prefixes.audit)) return undefined;
  const chain = `AUDIT-${key.pk.slice(prefixes.audit.length)}`;
  return [`${chain} ${key.sk}`, { chain, item }];
};

const nameOf = ({ chain, number, what }: AuditRecord): string =>
  chain.startsWith('AUDIT-') ? `${chain} ${String(what['id'])}` : `${chain} ${number}`;

/** Everything that was written but its keys, in the places that docs/audit.md gives it. */
const contentOf = ({ chain, item }: Expected) => {
  const { pk: _pk, sk, purgeAt: _purgeAt, incidentId, by, person, at, digests, versions, seq, ...what } = item;
  return {
    chain,
    incident: incidentId ?? null,
    who: { function: by, ...(person === undefined ? {} : { person }) },
    what: seq === undefined ? { ...what, id: sk } : what,
    when: at,
    digests: digests ?? {},
    ...(versions === undefined ? {} : { versions }),
  };
};

const genesis = '0'.repeat(64);
/** Over the record's canonical text without the hash itself. */
const hashIn = (body: string, hash: string): string =>
  createHash('sha256')
    .update(body.replace(`"hash":"${hash}",`, ''), 'utf8')
    .digest('hex');

/**
 * Every step and every fact has one record that says what was written, and there is no other; a chain has no gap and each
 * record the hash of the one before it, at the moment it is stored.
 */
export const auditMirror: MakeInvariant = () => {
  const expected = new Map<string, Expected>();
  const recorded = new Set<string>();
  const ends = new Map<string, { number: number; hash: string }>();

  const problems = (record: AuditRecord, body: string): string[] => {
    const name = nameOf(record);
    const written = expected.get(name);
    const { version: _version, number, previous, hash, ...content } = record;
    const before = ends.get(record.chain) ?? { number: 0, hash: genesis };
    ends.set(record.chain, { number, hash });
    const again = recorded.has(name);
    recorded.add(name);
    return [
      ...(written === undefined ? [`the record ${name} is of nothing that was written`] : []),
      ...(written !== undefined && !isDeepStrictEqual(content, contentOf(written))
        ? [`the record ${name} is not what was written`]
        : []),
      ...(again ? [`the record ${name} was stored twice`] : []),
      ...(number === before.number + 1 && previous === before.hash ? [] : [`the record ${name} follows another one`]),
      ...(hashIn(body, hash) === hash ? [] : [`the record ${name} has the hash of something else`]),
    ];
  };

  return {
    transaction: ({ written }) => {
      for (const one of written) {
        const found = expectedOf(one);
        if (found !== undefined) expected.set(...found);
      }
      return [];
    },
    audited: (key, body) => {
      if (!key.startsWith('records/')) return [];
      const { data } = AuditRecord.safeParse(JSON.parse(body));
      if (data === undefined) return [`the audit holds ${key}, which is no record`];
      // What the time to live removed was not written; its record says so.
      return data.what['fact'] === 'purged' ? [] : problems(data, body);
    },
    end: () =>
      [...expected.keys()].filter((name) => !recorded.has(name)).map((name) => `${name} has no record in the audit`),
  };
};
