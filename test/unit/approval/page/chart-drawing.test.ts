import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawChart } from '../../../../core/approval/page/chart/drawing.ts';
import type { Shape } from '../../../../core/approval/page/chart/shape.ts';
import { chartSvg } from '../../../../core/approval/page/chart/svg.ts';
import type { ChartWords } from '../../../../core/approval/page/chart/words.ts';
import type { MarkView } from '../../../../core/approval/page/view/view.ts';
import { fill } from '../../../../core/policy/language/fill.ts';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { chart } from '../../../support/chart.ts';
import { later } from '../../../support/incident.ts';

const { languages } = loadPolicyLayer('layers/policy');
const wordsIn = (tag: string): ChartWords => ({
  say: (key, values = {}) => fill(languages[tag]?.page[key] ?? key, values),
  time: (at) => new Date(at).toISOString().slice(11, 16),
  ahead: 0,
});
const words = wordsIn('en');
const marks: MarkView[] = [
  { kind: 'onset', at: later(-300).toISOString() },
  { kind: 'alarm', at: later(0).toISOString() },
  { kind: 'change', at: later(-900).toISOString(), sign: '1', text: 'a rollout' },
  { kind: 'change', at: later(-880).toISOString(), sign: '2', text: 'another' },
];
const drawn = (given = chart(), of: readonly MarkView[] = marks, width = 300, own = words) =>
  drawChart({ view: { chart: given, marks: [...of] }, words: own, id: 'c', width });

const all = (shape: Shape): Shape[] => [
  shape,
  ...shape.children.flatMap((child) => (typeof child === 'string' ? [] : all(child))),
];
const withClass = (shape: Shape, name: string): Shape[] =>
  all(shape).filter(({ attributes }) =>
    String(attributes['class'] ?? '')
      .split(' ')
      .includes(name),
  );
const textsOf = (shape: Shape): string[] =>
  all(shape).flatMap(({ tag, children }) => (tag === 'text' ? children.map(String) : []));

describe('the drawing of a chart', () => {
  it('shows line, limit, onset, alarm and the sign of each change', () => {
    const svg = drawn();
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['100 %', 'runbook limit 95 %', 'onset', 'alarm', '1', '2', '02:30']),
    );
    for (const name of ['line', 'beyond', 'limit', 'since'])
      expect(withClass(svg, name).length, name).toBeGreaterThan(0);
    // The gap of five minutes breaks the line.
    expect(String(withClass(svg, 'line')[0]?.attributes['d']).match(/M/g)).toHaveLength(2);
  });

  it('says in words what it shows', () => {
    const [title, desc] = drawn().children;
    expect(title).toMatchObject({ tag: 'title', children: ['pod_memory_utilization_over_pod_limit (Maximum)'] });
    expect(desc).toMatchObject({
      children: [
        '97 %; passed the runbook limit 95 % at 02:55; highest 99 % at 02:56; onset 02:55; alarm 03:00; 1 02:45; 2 02:45',
      ],
    });
  });

  it('puts what is in red exactly beyond the limit, also where little is bad', () => {
    const clipOf = (bad: 'above' | 'below') => {
      const svg = drawn(chart({ limit: { value: 95, bad, inclusive: false, source: 'alarm' } }));
      const [clip] = all(svg).filter(({ tag }) => tag === 'clipPath');
      const [line] = withClass(svg, 'limit');
      const [rect] = all(clip ?? svg).filter(({ tag }) => tag === 'rect');
      const [y, height] = [Number(rect?.attributes['y']), Number(rect?.attributes['height'])];
      return { from: y, to: y + height, limit: Number(line?.attributes['y1']) };
    };
    const [above, below] = [clipOf('above'), clipOf('below')];
    expect(above.to).toBeCloseTo(above.limit);
    expect(above.from).toBeLessThan(above.limit);
    expect(below.from).toBeCloseTo(below.limit);
    expect(below.to).toBeGreaterThan(below.limit);
  });

  it('has no label upon another one on a phone, in either language, with all marks there can be at one moment', () => {
    const many: MarkView[] = [
      ...(['onset', 'alarm', 'executed', 'restored'] as const).map((kind) => ({ kind, at: later(0).toISOString() })),
      ...[1, 2, 3, 4, 5].map((n) => ({ kind: 'change' as const, at: later(n - 10).toISOString(), sign: String(n) })),
    ];
    for (const tag of Object.keys(languages)) {
      const rects = withClass(drawn(chart(), many, 290, wordsIn(tag)), 'mark').map((mark) => {
        const [rect] = all(mark).filter(({ tag: name }) => name === 'rect');
        const [x, y, width] = ['x', 'y', 'width'].map((name) => Number(rect?.attributes[name]));
        return { x: x ?? 0, y: y ?? 0, end: (x ?? 0) + (width ?? 0) };
      });
      expect(rects).toHaveLength(9);
      for (const [index, one] of rects.entries()) {
        expect(one.x).toBeGreaterThanOrEqual(0);
        expect(one.end).toBeLessThanOrEqual(290.1);
        for (const other of rects.slice(index + 1)) {
          expect(one.y !== other.y || one.end <= other.x || other.end <= one.x, `${tag} ${index}`).toBe(true);
        }
      }
    }
  });

  it('grows for what was done soon after its end, and leaves out what was far away', () => {
    const placeOf = (at: Date) =>
      withClass(drawn(chart(), [{ kind: 'executed', at: at.toISOString() }]), 'mark').length;
    expect(placeOf(later(600))).toBe(1);
    expect(placeOf(later(9 * 3600))).toBe(0);
    expect(
      withClass(drawn(chart(), [{ kind: 'change', at: later(-9 * 3600).toISOString(), sign: '1' }]), 'mark'),
    ).toEqual([]);
  });

  it('is drawn of any values, every place in it a finite number', () => {
    const value = fc.option(
      fc.double({ min: -1e110, max: 1e110, noNaN: true }).map((one) => (Math.abs(one) < 1e-100 ? 0 : one)),
      { nil: null },
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 240, max: 800 }),
        (values, width) => {
          const points = values.map((one, n): [number, number | null] => [60 * n, one]);
          const { limit: _limit, ...rest } = chart({ points });
          for (const svg of [drawn({ ...rest, points }, marks, width), drawn(chart({ points }), marks, width)]) {
            expect(JSON.stringify(svg)).not.toMatch(/NaN|Infinity|null/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the chart as text', () => {
  it('is one SVG with everything from outside escaped', () => {
    const evil = `</title><script>alert(1)</script>"'&`;
    const text = chartSvg(
      chart({ name: evil, stat: evil }),
      [{ kind: 'change', at: later(-60).toISOString(), sign: evil }],
      words,
      {
        id: 'x"><script>',
      },
    );
    expect(text).toMatch(/^<svg viewBox="0 0 640 \d+/);
    expect(text).not.toContain('<script');
    expect(text.match(/</g)?.length).toBe(text.match(/>/g)?.length);
    expect(text).toContain('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
  });

  it('draws what the page draws', () => {
    const text = chartSvg(chart(), marks, words, { width: 300, id: 'c' });
    for (const { attributes } of withClass(drawn(), 'line')) expect(text).toContain(`d="${attributes['d']}"`);
  });
});
