import { type Axis, type Placed, spread, textWidth } from './geometry.ts';
import { markText } from './says.ts';
import { shape, type Shape } from './shape.ts';
import type { ChartWords } from './words.ts';
import type { MarkView } from '../view/view.ts';

/** The height of a row of labels, and the room right of the plot, in pixels. */
export const lane = 20;
export const right = 4;

/** Where the plot is, and how time and values are placed in it. */
export type Room = { left: number; right: number; top: number; bottom: number };
export type Scales = { x: Axis; y: Axis };

type Lane = { marks: readonly MarkView[]; y: number; towards: (room: Room) => number };

/** Marks as labels in a lane of their own, each with a line through the plot at its time. */
export const markShapes = (
  { marks, y, towards }: Lane,
  { x }: Scales,
  room: Room,
  words: ChartWords,
): { lines: Shape[]; labels: Shape[] } => {
  const placed = marks
    .map((mark) => {
      const text = markText(mark, words);
      return {
        mark,
        text,
        wanted: x.at(Date.parse(mark.at)),
        width: Math.max(18, Math.round(textWidth(text) * 1.06) + 12),
      };
    })
    .toSorted((a, b) => a.wanted - b.wanted);
  const centers = spread(placed satisfies Placed[], room.left - 8, room.right + right, 3);
  const near = towards(room);
  const far = near === room.top ? room.bottom : room.top;
  const lines = placed.map(({ mark, wanted }, index) =>
    shape('path', {
      class: `at ${mark.kind}`,
      d: `M${centers[index] ?? wanted} ${y}L${wanted} ${near}L${wanted} ${far}`,
    }),
  );
  const labels = placed.map(({ mark, text, wanted, width }, index) => {
    const center = centers[index] ?? wanted;
    const corner = Math.round(10 * (center - width / 2)) / 10;
    return shape(
      'g',
      { class: `mark ${mark.kind}` },
      shape('rect', { x: corner, y: y - 9, width, height: 18, rx: 9 }),
      shape('text', { x: center, y: y + 4, 'text-anchor': 'middle' }, text),
    );
  });
  return { lines, labels };
};

/** The time since which something is wrong, as a tinted part of the plot. */
export const sinceShape = (marks: readonly MarkView[], { x }: Scales, room: Room, until: number): Shape[] => {
  const onset = marks.find(({ kind }) => kind === 'onset');
  if (onset === undefined) return [];
  const [start, end] = [x.at(Date.parse(onset.at)), x.at(until)];
  return [
    shape('rect', {
      class: 'since',
      x: start,
      y: room.top,
      width: Math.max(0, end - start),
      height: room.bottom - room.top,
    }),
  ];
};
