import { expect, it } from 'vitest';
import { duration } from '../../../../local/cli/duration.ts';

it.each([
  [-5, '0:00'],
  [999, '0:00'],
  [61_000, '1:01'],
  [3_600_000, '1:00:00'],
  [3_725_900, '1:02:05'],
])('%i ms is %s for a person', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
