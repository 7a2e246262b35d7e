import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../../../local/policy/main.ts';
import { request } from './requests.ts';

const dir = mkdtempSync(join(tmpdir(), 'policy-'));
afterAll(() => rmSync(dir, { recursive: true }));
const fileOf = (name: string, content: unknown): string => {
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(dir, name);
};
const policy = (argv: readonly string[], root = '.') => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = main({
    argv,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    root,
    now: () => new Date('2026-11-20T03:00:00.000Z'),
  });
  return { code, out: out.join(''), err: err.join('') };
};

const samples: Record<string, [code: 0 | 1, verdict: string | RegExp]> = {
  'admin-beyond-limits': [1, 'no: bob may not execute this: caps'],
  'analyst-approves-high': [0, 'yes: alice may approve this, and 2 people of 2 roles must approve it'],
  'analyst-approves-low': [0, 'yes: alice may approve this'],
  'analyst-elsewhere': [1, 'no: alice may not execute this: scope, cedar'],
  'analyst-executes-in-a-freeze': [1, 'no: alice may not execute this: window, cedar'],
  'analyst-grows-storage': [0, 'yes: alice may approve this'],
  // Whatever the catalogue holds: what no list names is in no scope and of no team.
  'aws-target-nobody-answers-for': [1, /^no: alice may not execute this: scope, (quorum, )?cedar$/],
  'system-approves': [1, 'no: sovereign-ops may not approve this: profile, cedar'],
  'system-proposes': [0, 'yes: sovereign-ops may propose this'],
  'understated-risk': [1, 'no: bob may not approve this: risk'],
  'unknown-person': [1, 'no: dave may not read this: principal, cedar'],
  'viewer-approves': [1, 'no: carol may not approve this: principal, profile, cedar'],
};
const recorded = readdirSync('docs/policy-requests').map((file) => file.replace(/\.json$/, ''));

describe('npm run policy -- check', () => {
  it('is documented by the samples that are tested here', () => expect(recorded).toEqual(Object.keys(samples)));

  it.each(Object.entries(samples))('answers %s', (name, [code, verdict]) => {
    const answer = policy(['check', `docs/policy-requests/${name}.json`]);
    expect(answer).toMatchObject({ code, err: '' });
    const last = answer.out.trimEnd().split('\n').at(-1);
    if (typeof verdict === 'string') expect(last).toBe(verdict);
    else expect(last).toMatch(verdict);
  });

  it('prints one document with --json, and exits the same', () => {
    const answer = policy(['check', 'docs/policy-requests/analyst-approves-high.json', '--json']);
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.out)).toEqual({
      allowed: true,
      because: expect.arrayContaining([
        {
          check: 'cedar',
          allowed: true,
          detail: 'Deployment/checkout/payments-api: permitted by analyst-co-approves-high',
        },
      ]),
      risk: 'high',
      riskFactors: expect.arrayContaining(['minReplicas is lowered by 33 %']),
      quorum: { people: 2, roles: 2 },
    });
    expect(policy(['check', 'docs/policy-requests/viewer-approves.json', '--json']).code).toBe(1);
  });

  it('keeps every check on one line without control characters, whatever the request holds', () => {
    const escape = String.fromCharCode(27);
    const file = fileOf('hostile.json', request({ principal: `${escape}[2Jmallory\nyes: mallory may approve this` }));
    const { code, out } = policy(['check', file]);
    expect(code).toBe(1);
    expect(out).not.toContain(escape);
    expect(out.split('\n').filter((line) => line.startsWith('yes'))).toEqual([]);
  });

  const action = request().actions[0];
  it.each<[string, string, unknown, RegExp]>([
    ['no JSON', 'a.json', '{"principal": ', /expected JSON, it stops being JSON at line 1, column \d+/],
    ['another shape', 'b.json', [], /the file: expected object, found \[\]/],
    [
      'an action that is none',
      'c.json',
      request({ action: 'delete' as 'read' }),
      /action: expected one of read, propose, approve, execute, found "delete"/,
    ],
    ['no actions', 'd.json', request({ actions: [] }), /actions: expected at least 1, found \[\]/],
    [
      'a misspelt field',
      'e.json',
      { ...request(), actions: undefined, actoins: [] },
      /actoins: expected no such field \(missing: actions\), found \[\]/,
    ],
    [
      'a field in a target that is not known',
      'f.json',
      { ...request(), actions: [{ ...action, target: { kind: 'Deployment', name: 'x', cluster: 'harbor' } }] },
      /actions\[0\]\.target\.cluster: expected no such field, found "harbor"/,
    ],
    [
      'a value that is no field value',
      'g.json',
      { ...request(), actions: [{ ...action, touched: [{ path: 'a', before: [1], after: 2 }] }] },
      /actions\[0\]\.touched\[0\]\.before: expected text, a number, true, false or null, found \[1\]/,
    ],
    ['a risk that is none', 'h.json', { ...request(), risk: 'none' }, /risk: expected one of low, medium, high/],
    ['a time that is none', 'k.json', { ...request(), at: 'tomorrow' }, /at: expected .*, found "tomorrow"/],
    ['more than a request can be', 'i.json', `"${'x'.repeat(300_000)}"`, /expected at most 262144 characters/],
  ])('refuses %s in one line', (_what, name, content, expected) => {
    const file = fileOf(name, content);
    const { code, out, err } = policy(['check', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
    expect(err).toContain(`policy: ${file}: `);
    expect(err.split('\n')).toHaveLength(2);
  });

  it('refuses a file that is not there', () => {
    expect(policy(['check', 'nowhere.json'])).toEqual({
      code: 2,
      out: '',
      err: 'policy: nowhere.json: expected a JSON file with one request; there is no such file\n',
    });
  });

  it('refuses a policy layer that does not validate, naming the policy', () => {
    const root = join(dir, 'broken');
    mkdirSync(root);
    cpSync('layers', join(root, 'layers'), { recursive: true });
    writeFileSync(
      join(root, 'layers/policy/policies/odd.cedar'),
      'permit (principal, action, resource) when { context.age > 3 };',
    );
    const { code, out, err } = policy(['check', 'docs/policy-requests/analyst-approves-low.json'], root);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^policy: layers\/policy: policies: expected valid Cedar policies, found: .*odd.*\n$/);
    expect(policy(['list'], root).code).toBe(2);
  });
});

describe('npm run policy', () => {
  it.each([
    [[], /expected a command, check or list, found none/],
    [['explain'], /expected a command, check or list, found explain/],
    [['check'], /check: expected one <request\.json>, found 0/],
    [['check', 'a', 'b'], /check: expected one <request\.json>, found 2/],
    [['list', 'a'], /list takes no argument and no flag/],
    [['check', '--yaml'], /Unknown option '--yaml'/],
  ])('refuses the call %j', (argv, expected) => {
    const { code, out, err } = policy(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });

  it('lists people, limits and policies', () => {
    const { code, out } = policy(['list']);
    expect(code).toBe(0);
    for (const line of [
      /^ {2}alice {2}analyst {2}checkout$/m,
      /^ {2}allowedNamespaces +checkout$/m,
      /^ {2}changeWindows +sun, mon, tue, wed, thu, fri, sat 00:00-24:00$/m,
      /^ {2}freezes +2025-12-24T00:00:00Z to 2025-12-27T00:00:00Z: closing of the year$/m,
      /^ {2}quorum high +people: 2, roles: 2$/m,
      /^ {2}not-your-own +Nobody approves what they proposed, whatever their role\.$/m,
      /^version [0-9a-f]{64}$/m,
    ]) {
      expect(out).toMatch(line);
    }
  });

  it('explains itself', () => {
    const { code, out } = policy(['--help']);
    expect(code).toBe(0);
    for (const word of ['check', '--json', 'list', 'Exit: 0 yes, 1 no, 2 bad input']) expect(out).toContain(word);
  });
});
