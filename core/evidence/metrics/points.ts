/** A metric's values: ascending in time, finite, a period without data is absent. */
export type Points = readonly { at: Date; value: number }[];

/** The same as two columns, times in milliseconds: what the statistics compute on. */
export type Columns = { times: Float64Array; values: Float64Array };

/** The points of each part, one part after the other. */
export const columnsOf = (...parts: readonly Points[]): Columns => {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const columns = { times: new Float64Array(size), values: new Float64Array(size) };
  let place = 0;
  for (const part of parts) {
    part.forEach(({ at, value }) => {
      columns.times[place] = at.getTime();
      columns.values[place] = value;
      place += 1;
    });
  }
  return columns;
};
