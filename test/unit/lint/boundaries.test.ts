import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const imports = 'eslint(no-restricted-imports)';
const environment = 'node(no-process-env)';

/** What must never be written, where, and the rule that says so. */
const forbidden = [
  ['core/incident/sdk.ts', `export { DynamoDBClient } from '@aws-sdk/client-dynamodb';`, imports],
  ['core/incident/package.ts', `export { default } from 'some-package';`, imports],
  ['core/evidence/dynamic.ts', `export const fs = await import('node:fs');`, imports],
  ['core/audit/file.ts', `export { readFileSync } from 'node:fs';`, imports],
  ['core/audit/bare-file.ts', `export { readFileSync } from 'fs';`, imports],
  ['core/audit/random.ts', `import { randomBytes } from 'node:crypto';\nexport const bytes = randomBytes;`, imports],
  ['core/audit/adapter.ts', `export { dynamoTable } from '../aws/table.ts';`, imports],
  ['core/policy/runtime.ts', `export { readEnv } from '../runtime/env.ts';`, imports],
  ['core/audit/environment.ts', `export const name = process.env['NAME'];`, environment],
  ['core/incident/upward.ts', `export { Signal } from '../evidence/signal.ts';`, imports],
  ['core/incident/normalize/upward.ts', `export { Signal } from '../../evidence/signal.ts';`, imports],
  ['core/evidence/upward.ts', `export type { Runbook } from '../policy/runbook.ts';`, imports],
  ['core/diagnosis/upward.ts', `export { proposalDigest } from '../remediation/digest.ts';`, imports],
  ['core/remediation/upward.ts', `export type { Policy } from '../policy/policy.ts';`, imports],
  ['core/remediation/learning.ts', `export { nearest } from '../knowledge/similar.ts';`, imports],
  ['core/knowledge/upward.ts', `export type { Runbook } from '../policy/runbook.ts';`, imports],
  ['core/policy/upward.ts', `export { decide } from '../approval/decide.ts';`, imports],
  ['core/approval/upward.ts', `export { verifyAudit } from '../audit/verify.ts';`, imports],
  ['core/approval/report.ts', `export { incidentReport } from '../report/incident-report.ts';`, imports],
  ['core/audit/report.ts', `export { incidentReport } from '../report/incident-report.ts';`, imports],
  ['core/knowledge/report.ts', `export { incidentReport } from '../report/incident-report.ts';`, imports],
  ['core/aws/report.ts', `export { incidentReport } from '../report/incident-report.ts';`, imports],
  ['core/runtime/report.ts', `export { incidentReport } from '../report/incident-report.ts';`, imports],
  ['core/report/audit.ts', `export { verifyAudit } from '../audit/verify.ts';`, imports],
  ['core/report/adapter.ts', `export { dynamoTable } from '../aws/table.ts';`, imports],
  ['core/report/sections/file.ts', `export { readFileSync } from 'node:fs';`, imports],
  ['core/aws/function.ts', `export { createHandler } from '../../functions/executor/handler.ts';`, imports],
  ['core/runtime/sdk.ts', `export { S3Client } from '@aws-sdk/client-s3';`, imports],
  ['core/runtime/local.ts', `export { createStack } from '../../local/stack.ts';`, imports],
  ['functions/executor/handler.ts', `export { dynamoTable } from '../../core/aws/table.ts';`, imports],
  ['functions/executor/gates.ts', `export { S3Client } from '@aws-sdk/client-s3';`, imports],
  ['functions/executor/environment.ts', `export const name = process.env['NAME'];`, environment],
  ['functions/executor/imported-environment.ts', `export { env } from 'node:process';`, imports],
  ['functions/executor/neighbor.ts', `export { createHandler } from '../notifier/handler.ts';`, imports],
  ['functions/approval-api/operations/tell.ts', `export { tell } from '../../notifier/tell.ts';`, imports],
  ['functions/approval-api/operations/rows.ts', `export { dynamoTable } from '../../../core/aws/table.ts';`, imports],
  ['functions/notifier/index.ts', `export { applyAll } from '../executor/apply.ts';`, imports],
  ['functions/executor/local.ts', `export { createStack } from '../../local/stack.ts';`, imports],
  ['local/test.ts', `export { world } from '../test/support/world.ts';`, imports],
] as const;

const allowed = [
  ['core/audit/hash.ts', `import { createHash } from 'node:crypto';\nexport const hash = createHash;`],
  ['core/approval/inward.ts', `export * as z from 'zod';\nexport { sha256 } from '../remediation/digest.ts';`],
  ['core/report/sections/inward.ts', `export { Decision } from '../../approval/proof.ts';`],
  ['core/aws/sdk.ts', `export { S3Client } from '@aws-sdk/client-s3';`],
  ['core/runtime/env.ts', `export const name = process.env['NAME'];`],
  ['functions/analyzer/index.ts', `export { s3Claims } from '../../core/aws/claims.ts';`],
  ['functions/approval-api/operations/one.ts', `export { json } from '../respond.ts';`],
  [
    'functions/analyzer/handler.ts',
    `export { own } from './own.ts';\nexport { keys } from '../../core/incident/keys.ts';`,
  ],
] as const;

const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');
const Report = z.object({ diagnostics: z.array(z.object({ filename: z.string(), code: z.string() })) });

/** Exits with 1 when it finds something; its report is on stdout either way. */
const lint = (cwd: string): z.infer<typeof Report> => {
  const Failed = z.object({ status: z.literal(1), stdout: z.string() });
  try {
    return Report.parse(JSON.parse(execFileSync(process.execPath, [oxlint, '-f', 'json'], { cwd, encoding: 'utf8' })));
  } catch (error) {
    return Report.parse(JSON.parse(Failed.parse(error).stdout));
  }
};

describe('the boundary rules of .oxlintrc.json', () => {
  const place = mkdtempSync(join(tmpdir(), 'boundaries-'));
  let found: z.infer<typeof Report>['diagnostics'] = [];

  beforeAll(() => {
    cpSync('.oxlintrc.json', join(place, '.oxlintrc.json'));
    for (const [file, text] of [...forbidden, ...allowed]) {
      mkdirSync(dirname(join(place, file)), { recursive: true });
      writeFileSync(join(place, file), `${text}\n`);
    }
    found = lint(place).diagnostics;
  });
  afterAll(() => rmSync(place, { recursive: true }));

  const codesOf = (file: string): string[] => found.filter(({ filename }) => filename === file).map(({ code }) => code);

  it.each(forbidden)('refuse %s: %s', (file, _text, rule) => {
    expect(codesOf(file)).toEqual([rule]);
  });

  it.each(allowed)('let %s be: %s', (file) => {
    expect(codesOf(file)).toEqual([]);
  });
});
