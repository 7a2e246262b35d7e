import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { inCidr } from '../../../core/incident/cidr.ts';

const folder = 'docs/runtime-security';
const Hook = z.strictObject({
  call: z.string(),
  syscall: z.boolean(),
  args: z.array(z.strictObject({ index: z.int(), type: z.string() })).optional(),
  selectors: z.tuple([
    z.strictObject({
      matchArgs: z
        .array(
          z.strictObject({
            index: z.int(),
            operator: z.enum(['Equal', 'Prefix', 'NotDAddr']),
            values: z.array(z.string()).min(1),
          }),
        )
        .optional(),
      matchActions: z.tuple([
        z.discriminatedUnion('action', [
          z.strictObject({ action: z.literal('Post'), rateLimit: z.string() }),
          z.strictObject({ action: z.literal('Sigkill') }),
          z.strictObject({ action: z.literal('Override'), argError: z.literal(-1) }),
        ]),
      ]),
    }),
  ]),
});
/** The part of Tetragon's TracingPolicy that ours use. */
const TracingPolicy = z.strictObject({
  apiVersion: z.literal('cilium.io/v1alpha1'),
  kind: z.literal('TracingPolicy'),
  metadata: z.strictObject({ name: z.string() }),
  spec: z.strictObject({
    podSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }).optional(),
    kprobes: z.array(Hook).min(1),
  }),
});

const yaml = (file: string): unknown => parse(readFileSync(`${folder}/${file}`, 'utf8'));
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const watched = (file: string) =>
  TracingPolicy.parse(yaml(file)).spec.kprobes.map(({ selectors: [{ matchArgs }], ...hook }) => ({
    ...hook,
    matchArgs,
  }));
const actionsOf = (file: string) =>
  TracingPolicy.parse(yaml(file)).spec.kprobes.map(({ selectors: [{ matchActions }] }) => matchActions[0].action);
const observing = files.filter((file) => file.endsWith('-observe.yaml'));

describe('the tracing policies', () => {
  it('are of three kinds, each to observe and to enforce', () => {
    expect(observing.map((file) => file.replace('-observe.yaml', ''))).toEqual([
      'egress',
      'privilege-escalation',
      'sensitive-files',
    ]);
    expect(files.filter((file) => file.endsWith('-enforce.yaml'))).toHaveLength(observing.length);
  });

  it.each(observing)('%s watches what its enforcing variant does, and only tells of it', (file) => {
    const enforcing = file.replace('observe', 'enforce');
    expect(watched(enforcing)).toEqual(watched(file));
    expect(new Set(actionsOf(file))).toEqual(new Set(['Post']));
    expect(actionsOf(enforcing)).not.toContain('Post');
    for (const one of [file, enforcing]) {
      expect(TracingPolicy.parse(yaml(one)).metadata.name).toBe(`sovereign-ops-${one.replace('.yaml', '')}`);
    }
  });

  it('enforce only where the owner of a pod asked for it', () => {
    for (const file of observing) {
      expect(TracingPolicy.parse(yaml(file)).spec.podSelector).toBeUndefined();
      const enforcing = TracingPolicy.parse(yaml(file.replace('observe', 'enforce')));
      expect(enforcing.spec.podSelector).toEqual({ matchLabels: { 'sovereign-ops/enforce': 'true' } });
    }
  });

  it('take no private address for one outside', () => {
    const blocks = watched('egress-observe.yaml').flatMap(({ matchArgs = [] }) =>
      matchArgs.flatMap(({ values }) => values),
    );
    const isPrivate = (address: string) =>
      blocks.filter((one) => !one.includes(':')).some((one) => inCidr(one, address));
    for (const address of ['10.20.1.7', '172.31.4.4', '192.168.1.1', '169.254.169.254', '100.64.0.9', '127.0.0.1'])
      expect(isPrivate(address), address).toBe(true);
    for (const address of ['203.0.113.9', '172.32.0.1', '100.128.0.1']) expect(isPrivate(address), address).toBe(false);
  });

  it('are all named by the page that says how they are installed', () => {
    const page = readFileSync('docs/runtime-security.md', 'utf8');
    for (const file of files) expect(page).toContain(`runtime-security/${file}`);
    for (const file of files) expect(yaml(file)).toBeTypeOf('object');
  });
});
