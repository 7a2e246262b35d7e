import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildFunctions, buildLayer } from '../../build.mjs';
import { StepEvent } from '../../core/incident/step-event.ts';
import { traceIdOf } from '../../core/incident/trace.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import type { DynamoTable } from '../../local/engine/dynamo-table.ts';
import { dynoxideTable } from '../../local/engine/dynoxide-table.ts';
import { functionEnvironment } from '../../local/invoke/environment.ts';
import type { Outcome } from '../../local/invoke/runtime-api.ts';
import { runFunction } from '../../local/invoke/run.ts';
import { type Bundle, bundlesOf } from '../../local/supply-chain/bundle.ts';
import { Lockfile } from '../../local/supply-chain/lockfile.ts';
import { shippingFindings } from '../../local/supply-chain/products.ts';
import { readTemplate } from '../../local/template/read.ts';
import { clientsOf } from '../template/bundles.ts';
import { serviceIdsIn, serviceIdsOf } from '../template/sdk-clients.ts';

const root = resolve('.');
const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const { version: policyVersion } = loadPolicyLayer('layers/policy');
const binary = findDynoxide();
if (binary === undefined) console.warn('bundles under the Lambda runtime: skipped, dynoxide exists for Linux x64 only');

/** Nothing listens there: every service but the table is out of reach, at once and on this machine. */
const nowhere = 'http://127.0.0.1:9';

/** A line of a function's log, or a metric in it. */
const Line = z.object({ message: z.string().optional(), service: z.string(), trace_id: z.string().optional() });
const parsed = (line: string): unknown => (line.startsWith('{') ? JSON.parse(line) : undefined);
const Opened = z.tuple([z.object({ incidentId: z.string() })]);
const Recorded = z.object({
  Records: z.tuple(
    [z.object({ dynamodb: z.object({ NewImage: z.object({ incidentId: z.object({ S: z.string() }) }) }) })],
    z.unknown(),
  ),
});
/** The incident that a run of this event is about: what the step, the record or the opened incident says. */
const incidentOf = (event: unknown, outcome: Outcome): string | undefined =>
  StepEvent.safeParse(event).data?.detail.incidentId ??
  Recorded.safeParse(event).data?.Records[0].dynamodb.NewImage.incidentId.S ??
  ('body' in outcome ? Opened.safeParse(JSON.parse(outcome.body)).data?.[0].incidentId : undefined);

/**
 * Each built function once, in the order of an incident, with a recorded event. Without CloudWatch the cause is not
 * found, so the incident ends in a report and the later functions find it moved on; without S3 the auditor hands its
 * record back. What is proven is that every bundle loads, reads its environment and its policy layer and talks to the table.
 */
const runs: [string, string, unknown][] = [
  ['alarm-handler', 'eks-oomkilled', [{ kind: 'opened', status: 'detected' }]],
  ['analyzer', 'detected', { kind: 'analyzed' }],
  ['proposer', 'analyzed', { kind: 'report_only' }],
  ['notifier', 'proposed', { kind: 'stale' }],
  ['approval-api', 'open-page', { statusCode: 200 }],
  ['executor', 'approved', { kind: 'stale' }],
  ['validator', 'executed', { kind: 'stale' }],
  ['rollback', 'fix-ineffective', { kind: 'stale' }],
  ['timekeeper', 'every-minute', { kind: 'done', failed: 0 }],
  ['mcp', 'list-tools', { statusCode: 200 }],
  ['auditor', 'stream-batch', { batchItemFailures: [{ itemIdentifier: expect.any(String) }] }],
];

describe.skipIf(binary === undefined)('the built bundles under the Lambda runtime client', () => {
  let folder: string;
  let dynamo: DynamoTable;
  let bundles: Bundle[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sovereign-ops-bundles-'));
    const names = template.functions.map(({ name }) => name);
    const [built] = await Promise.all([buildFunctions(names, folder), buildLayer(join(folder, 'layer'))]);
    expect([built.errors, built.warnings]).toEqual([[], []]);
    bundles = bundlesOf(built.metafile);
    const variable = template.functions[0]?.environment['TABLE_NAME'] ?? 'table';
    dynamo = await dynoxideTable(binary ?? '', variable, template.table);
    // One build of everything: seconds, or half a minute beside seven others.
  }, 120_000);
  afterAll(async () => {
    await dynamo.stop();
    rmSync(folder, { recursive: true });
  });

  it('cover every function of the template', () =>
    expect(runs.map(([name]) => name).toSorted()).toEqual(template.functions.map(({ name }) => name).toSorted()));

  it('hold packages that may be shipped only, as they are locked', () => {
    const lockfile = Lockfile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    expect(shippingFindings(root, bundles, lockfile)).toEqual([]);
    expect(bundles.map(({ name }) => name).toSorted()).toEqual(runs.map(([name]) => name).toSorted());
    expect(bundles.every(({ packages }) => packages.includes('node_modules/zod'))).toBe(true);
  });

  it('are the same bytes when each is built alone, as sam build does', async () => {
    const alone = join(folder, 'alone');
    await buildFunctions(['approval-api'], alone, { placeOf: () => '' });
    const [one, together] = [alone, join(folder, 'approval-api')].map((at) => readFileSync(join(at, 'index.js')));
    expect(one?.equals(together ?? Buffer.alloc(0))).toBe(true);
  });

  it.each(runs)('run %s on %s.json', async (name, event, wanted) => {
    const taskRoot = join(folder, name);
    const code = readFileSync(join(taskRoot, 'index.js'), 'utf8');
    // Nothing in it could ask for more than what the proofs of the template know.
    expect(serviceIdsIn(code)).toEqual(serviceIdsOf(clientsOf.get(name) ?? []));
    // So that a change of the policy layer alone is other code, of which sam deploy publishes a version. The auditor has none.
    expect(code.includes(`"${policyVersion}"`)).toBe(name !== 'auditor');
    const model = template.functions.find((one) => one.name === name);
    const environment = {
      ...functionEnvironment({ name, taskRoot, policyDir: join(folder, 'layer/policy') }, model?.environment ?? {}, {
        PATH: process.env['PATH'],
      }),
      NODE_PATH: join(folder, 'layer/nodejs/node_modules'),
      AWS_ENDPOINT_URL: nowhere,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      AWS_MAX_ATTEMPTS: '1',
    };
    const text = readFileSync(`events/${name}/${event}.json`, 'utf8');
    const written = join(folder, `${name}.log`);
    const log = openSync(written, 'w');
    const outcome = await runFunction({ root, name, event: text, environment, timeoutMs: 60_000, log });
    closeSync(log);
    expect(outcome).toMatchObject({ kind: 'succeeded' });
    expect(JSON.parse('body' in outcome ? outcome.body : 'null')).toMatchObject(wanted as object);
    // Whoever works on an incident writes nothing outside its trace.
    const lines = readFileSync(written, 'utf8')
      .split('\n')
      .flatMap((line) => Line.safeParse(parsed(line)).data ?? []);
    expect(lines.length).toBeGreaterThan(0);
    const incident = incidentOf(JSON.parse(text), outcome);
    const expected = incident === undefined ? undefined : traceIdOf(incident);
    for (const line of lines) expect([line.message, line.trace_id]).toEqual([line.message, expected]);
  });
});
