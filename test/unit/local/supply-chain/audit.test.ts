import { describe, expect, it } from 'vitest';
import { type AuditRun, auditVerdict } from '../../../../local/supply-chain/audit-verdict.ts';

const report = (severities: Record<string, string>, high = 0) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      Object.entries(severities).map(([name, severity]) => [name, { name, severity, via: [], range: '<1.2.3' }]),
    ),
    metadata: { vulnerabilities: { high, critical: 0, total: Object.keys(severities).length } },
  });
const refused = '{"message":"request to https://x failed, reason: connect ECONNREFUSED","error":{"summary":""}}';

describe('npm audit', () => {
  it.each<[string, AuditRun, object]>([
    ['a clean report', { status: 0, stdout: report({}) }, { kind: 'clean', below: 0 }],
    ['low ones only', { status: 0, stdout: report({ a: 'low', b: 'moderate' }) }, { kind: 'clean', below: 2 }],
    [
      'a high one',
      { status: 1, stdout: report({ a: 'high', b: 'low' }, 1) },
      { kind: 'found', lines: ['a <1.2.3: high'] },
    ],
    [
      'a high one and exit 0',
      { status: 0, stdout: report({ a: 'high' }, 1) },
      { kind: 'found', lines: ['a <1.2.3: high'] },
    ],
    [
      'nobody there',
      { status: 1, stdout: refused },
      { kind: 'unanswered', why: expect.stringContaining('ECONNREFUSED') },
    ],
    [
      'a page instead',
      { status: 1, stdout: '<html>' },
      { kind: 'unanswered', why: 'npm audit gave no report (exit 1)' },
    ],
    ['silence', { status: 0, stdout: '' }, { kind: 'unanswered', why: 'npm audit gave no report (exit 0)' }],
    ['half a report', { status: 0, stdout: '{"auditReportVersion":2}' }, { kind: 'unanswered' }],
    [
      'a count without names',
      { status: 1, stdout: report({}, 1) },
      { kind: 'unanswered', why: expect.stringContaining('contradicts') },
    ],
    [
      'exit 1 without a reason',
      { status: 1, stdout: report({}) },
      { kind: 'unanswered', why: expect.stringContaining('contradicts') },
    ],
    [
      'no npm',
      { status: null, stdout: '', error: new Error('spawn npm ENOENT') },
      { kind: 'unanswered', why: 'spawn npm ENOENT' },
    ],
  ])('with %s says what is known', (_what, run, verdict) => expect(auditVerdict(run)).toMatchObject(verdict));
});
