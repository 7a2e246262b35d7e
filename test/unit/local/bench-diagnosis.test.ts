import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hitOf } from '../../../local/bench/diagnosis/hit.ts';
import { main } from '../../../local/bench/diagnosis/main.ts';

const cause = (category: string, kind: string, name: string) => ({
  category,
  resource: { kind, name },
  summary: 's',
  confidence: 0.9,
  citations: ['S1'],
});
const label = (category: string, resource: string) => ({ causes: [{ category, resource }], healthy: false });

describe('a hit', () => {
  it.each([
    ['oom_killed', 'app/ledger', cause('oom_killed', 'Deployment', 'ledger'), true, true],
    ['oom_killed', 'app/ledger', cause('oom_killed', 'Pod', 'ledger-6d5f8c7b9d-x2x2z'), true, true],
    ['oom_killed', 'app/ledger', cause('oom_killed', 'Pod', 'ledger-0'), true, true],
    ['oom_killed', 'app/ledger', cause('oom_killed', 'Deployment', 'ledger-v2'), true, false],
    ['resource_exhaustion', 'ledger', cause('oom_killed', 'Deployment', 'ledger'), true, true],
    ['connection_exhaustion', 'ledger', cause('db_connection_exhaustion', 'DBInstance', 'ledger'), true, true],
    ['oom_killed', 'app/ledger', cause('crash_loop', 'Deployment', 'ledger'), false, true],
    ['kubelet_unavailable', 'node/n1', cause('kubelet_unavailable', 'Node', 'n1'), true, true],
    ['kubelet_unavailable', 'node/n1', cause('kubelet_unavailable', 'Deployment', 'n1'), true, false],
    ['oom_killed', 'app/checkout', cause('oom_killed', 'Namespace', 'checkout'), true, false],
    [
      'injected_errors',
      'Stock_AWS::ECS::Fargate',
      cause('injected_errors', 'Service', 'Stock_AWS::ECS::Fargate'),
      true,
      true,
    ],
  ])('%s %s by %j: category %s, resource %s', (category, resource, found, isCategory, isResource) => {
    expect(hitOf(found, label(category, resource))).toEqual({
      category: isCategory,
      resource: isResource,
      both: isCategory && isResource,
    });
  });
});

describe('npm run bench:diagnosis', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'bench-'));
    mkdirSync(join(dir, 'one'));
    writeFileSync(join(dir, 'one/alarm.json'), readFileSync('events/alarm-handler/eks-oomkilled.json'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const labels = (content: object): string => {
    const file = join(dir, 'labels.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const bench = (...argv: string[]) => {
    const said = { out: '', err: '' };
    const exit = main({
      argv,
      out: (text) => void (said.out += text),
      err: (text) => void (said.err += text),
      root: '.',
    });
    return { exit, ...said };
  };

  it('scores each bundle by its label, and lists what is wrong', () => {
    const right = bench(dir, '--labels', labels({ one: label('oom_killed', 'app/payments-api') }), '--json');
    expect(right.exit).toBe(0);
    expect(JSON.parse(right.out)).toMatchObject({ score: { cases: 1, faulty: 1, top1: { both: 1 }, abstained: 0 } });
    const wrong = bench(dir, '--labels', labels({ one: label('crash_loop', 'app/payments-api') }), '--errors');
    expect(wrong.out).toContain(
      'one: expected crash_loop app/payments-api, found oom_killed Deployment/checkout/payments-api',
    );
    const healthy = bench(dir, '--labels', labels({ one: { causes: [], healthy: true } }), '--json');
    expect(JSON.parse(healthy.out)).toMatchObject({ score: { healthy: 1, falseFaults: 1 } });
  });

  it.each([
    ['no labels', () => ['dir'], /expected --labels <file>/],
    ['no set', () => ['--labels', 'x'], /expected one <set-dir>, found 0/],
    [
      'labels that are not there',
      () => [dir, '--labels', 'nowhere.json'],
      /nowhere\.json: expected a JSON file with labels/,
    ],
    [
      'a label in a wrong form',
      () => [dir, '--labels', labels({ one: { causes: 1 } })],
      /one\.causes: expected array, found 1/,
    ],
    [
      'a bundle that is missing',
      () => [dir, '--labels', labels({ two: label('a', 'b') })],
      /expected the bundle two of the labels/,
    ],
  ])('is asked with %s: one line and exit 2', (_what, argv, line) => {
    const { exit, err } = bench(...argv());
    expect(exit).toBe(2);
    expect(err).toMatch(line);
    expect(err.trimEnd()).not.toContain('\n');
  });
});
