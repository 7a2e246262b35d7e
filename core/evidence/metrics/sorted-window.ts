/** Values kept ascending while they come and go: the first `size` places of `kept`. */
export type SortedWindow = { readonly kept: Float64Array; size: number };

/** An empty window for at most `capacity` values. */
export const sortedWindow = (capacity: number): SortedWindow => ({ kept: new Float64Array(capacity), size: 0 });

/** One more value: a binary search and one move of memory, cheap for some hundreds of values. */
export const addTo = (window: SortedWindow, value: number): void => {
  const place = placeOf(window, value);
  window.kept.copyWithin(place + 1, place, window.size);
  window.kept[place] = value;
  window.size += 1;
};

/** One value less, which must be one that was added. */
export const removeFrom = (window: SortedWindow, value: number): void => {
  const place = placeOf(window, value);
  window.kept.copyWithin(place, place + 1, window.size);
  window.size -= 1;
};

const placeOf = ({ kept, size }: SortedWindow, value: number): number => {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
