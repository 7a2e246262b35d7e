import { axis, lineOf, rangeOf, textWidth, timeTicks } from './geometry.ts';
import { lane, markShapes, right, type Room, type Scales, sinceShape } from './marks.ts';
import { chartTold, limitText, seenIn } from './says.ts';
import { scaleOf, valueText } from './scale.ts';
import { shape, type Shape } from './shape.ts';
import type { ChartWords } from './words.ts';
import type { ChartView } from '../view/view.ts';

export type Drawn = {
  view: ChartView;
  words: ChartWords;
  /** Begins every id inside, so that two charts fit in one document. */
  id: string;
  /** In pixels: a chart is drawn for its width, so that its text is as large as any other. */
  width: number;
};

const below = 18;
/** Below this width there is less of everything. */
const narrow = 420;

/** Marks of what was done later make the chart longer, by half at most: what is farther away is told in words only. */
const endOf = ({ chart: { from, to }, marks }: ChartView): number => {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const later = marks
    .filter(({ kind }) => kind === 'executed' || kind === 'restored')
    .map(({ at }) => Date.parse(at))
    .filter((at) => at <= end + (end - begin) / 2);
  return Math.max(end, ...later.map((at) => at + (end - begin) / 50));
};

const gridLine = (y: number, label: string, { left, right: end }: Room): Shape[] => [
  shape('line', { class: 'grid', x1: left, x2: end, y1: y, y2: y }),
  shape('text', { x: left - 6, y: y + 4, 'text-anchor': 'end' }, label),
];

const timeLabel = (at: number, { x }: Scales, room: Room, { time }: ChartWords): Shape[] => {
  const place = x.at(at);
  const label = time(at);
  const half = textWidth(label) / 2;
  if (place - half < room.left - 20 || place + half > room.right + right) return [];
  return [shape('text', { x: place, y: room.bottom + below, 'text-anchor': 'middle' }, label)];
};

/** The limit as a dashed line, and its words on the bad side of it, where the line is not while all is well. */
const limitShapes = ({ chart }: ChartView, { y }: Scales, room: Room, words: ChartWords): Shape[] => {
  const { limit } = chart;
  if (limit === undefined) return [];
  const place = y.at(limit.value);
  const above = limit.bad === 'above' ? place - room.top > 14 : room.bottom - place < 18;
  return [
    shape('line', { class: 'limit', x1: room.left, x2: room.right, y1: place, y2: place }),
    shape(
      'text',
      { class: 'limit-text', x: room.left + 4, y: above ? place - 5 : place + 14 },
      limitText(chart, limit, words),
    ),
  ];
};

/** The line in ink, and once more in red where it is beyond the limit. */
const seriesShapes = ({ chart }: ChartView, { x, y }: Scales, room: Room, id: string): Shape[] => {
  const begin = Date.parse(chart.from);
  const { path, dots } = lineOf(chart.points, (seconds) => x.at(begin + seconds * 1000), y.at);
  const draw = (extra: Record<string, string>): Shape =>
    shape(
      'g',
      extra,
      ...(path === '' ? [] : [shape('path', { class: 'line', d: path })]),
      ...dots.map((dot) => shape('circle', { class: 'dot', cx: dot.x, cy: dot.y, r: 2.5 })),
    );
  if (chart.limit === undefined) return [draw({})];
  const place = y.at(chart.limit.value);
  const [top, bottom] = chart.limit.bad === 'above' ? [room.top - 8, place] : [place, room.bottom + 8];
  const clip = { x: room.left - 4, y: top, width: room.right - room.left + 8, height: Math.max(0, bottom - top) };
  return [
    shape('clipPath', { id: `${id}-bad` }, shape('rect', clip)),
    draw({}),
    draw({ class: 'beyond', 'clip-path': `url(#${id}-bad)` }),
  ];
};

/**
 * A chart as one SVG: line, limit, onset and marks; pure, so that the page and a report draw the same. Its colors come from
 * chart-style.ts.
 */
export const drawChart = ({ view, words, id, width }: Drawn): Shape => {
  const { chart } = view;
  const [begin, end] = [Date.parse(chart.from), endOf(view)];
  const values = seenIn(chart).map(({ value }) => value);
  const sizes = [...values, ...(chart.limit === undefined ? [] : [chart.limit.value])].map(Math.abs);
  const scale = scaleOf(chart.unit, Math.max(...sizes, 0));
  const range = rangeOf(values.length === 0 ? [0] : values, chart.limit, scale);
  const ticks = range.ticks.map((tick) => ({ tick, label: valueText(chart.unit, tick, scale) }));

  const shown = view.marks.filter(({ at }) => Date.parse(at) >= begin && Date.parse(at) <= end);
  const changes = shown.filter(({ kind }) => kind === 'change');
  const events = shown.filter(({ kind }) => kind !== 'change');
  const height = width < narrow ? 116 : 168;
  const top = events.length === 0 ? 8 : lane + 8;
  const room: Room = {
    left: Math.ceil(Math.max(...ticks.map(({ label }) => textWidth(label)), 12) + 8),
    right: width - right,
    top,
    bottom: top + height,
  };
  const scales: Scales = {
    x: axis(begin, end, room.left, room.right),
    y: axis(range.low, range.high, room.bottom, room.top),
  };
  const upper = markShapes({ marks: events, y: lane / 2, towards: (own) => own.top }, scales, room, words);
  const lower = markShapes({ marks: changes, y: room.bottom + 12, towards: (own) => own.bottom }, scales, room, words);
  const foot: Room = changes.length === 0 ? room : { ...room, bottom: room.bottom + lane };
  const total = foot.bottom + below + 6;
  const most = Math.floor((room.right - room.left) / (textWidth(words.time(begin)) + 14));
  const times = timeTicks(begin, end, Math.min(7, Math.max(2, most)), words.ahead * 60_000);
  return shape(
    'svg',
    { viewBox: `0 0 ${width} ${total}`, role: 'img', 'aria-labelledby': `${id}-title ${id}-desc` },
    shape('title', { id: `${id}-title` }, `${chart.name} (${chart.stat})`),
    shape('desc', { id: `${id}-desc` }, chartTold(view, words)),
    ...sinceShape(shown, scales, room, end),
    ...ticks.flatMap(({ tick, label }) => gridLine(scales.y.at(tick), label, room)),
    ...times.flatMap((at) => timeLabel(at, scales, foot, words)),
    ...upper.lines,
    ...lower.lines,
    ...seriesShapes(view, scales, room, id),
    ...limitShapes(view, scales, room, words),
    ...upper.labels,
    ...lower.labels,
  );
};
