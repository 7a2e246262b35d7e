import fc from 'fast-check';
import { hostileText, hostileValue, marker } from './hostile-json.ts';

type Place = { holder: Record<string, unknown> | unknown[]; name: string };

/** Own and enumerable, also under the name `__proto__`. */
const put = ({ holder, name }: Place, value: unknown): void => {
  // A copy: the same value may be put into itself.
  const own = { value: structuredClone(value), configurable: true, enumerable: true, writable: true };
  Object.defineProperty(holder, name, own);
};
const valueAt = ({ holder, name }: Place): unknown => Object.entries(holder).find(([key]) => key === name)?.[1];

const isHolder = (value: unknown): value is Place['holder'] => typeof value === 'object' && value !== null;

const placesIn = (value: unknown, depth = 12): Place[] =>
  isHolder(value) && depth > 0
    ? Object.entries(value).flatMap(([name, inner]) => [{ holder: value, name }, ...placesIn(inner, depth - 1)])
    : [];

type Change = (place: Place) => void;

const removed: Change = ({ holder, name }) => {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.deleteProperty(holder, name);
};
const twice: Change = (place) => {
  const { holder, name } = place;
  if (Array.isArray(holder)) holder.push(structuredClone(valueAt(place)));
  else put({ holder, name: `${name} ` }, valueAt(place));
};
const inside: Change = (place) => put(place, [valueAt(place)]);
const asText: Change = (place) => {
  const value = valueAt(place);
  put(place, typeof value === 'string' ? Number(value) || 7 : JSON.stringify(value));
};
const otherCase: Change = (place) => {
  const value = valueAt(place);
  if (typeof value === 'string') put(place, value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase());
};
const renamed: Change = (place) => {
  const value = valueAt(place);
  removed(place);
  put({ holder: place.holder, name: place.name.toUpperCase() }, value);
};

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(removed) },
  { weight: 1, arbitrary: fc.constantFrom(twice, inside, asText, otherCase, renamed) },
  {
    weight: 5,
    arbitrary: hostileValue.map(
      (value): Change =>
        (place) =>
          put(place, value),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('__proto__', 'constructor', marker, 'approver', 'then'), hostileValue).map(
      ([name, value]): Change =>
        ({ holder }) =>
          put({ holder, name: Array.isArray(holder) ? String(holder.length) : name }, value),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(hostileText, fc.nat()).map(
      ([text, where]): Change =>
        (place) => {
          const value = valueAt(place);
          if (typeof value !== 'string') return;
          const cut = where % (value.length + 1);
          put(place, value.slice(0, cut) + text + value.slice(where % 3 === 0 ? cut : cut + text.length));
        },
    ),
  },
);

/** One of these documents as a JSON text, changed in one to four places; now and then no document at all. */
export const mutated = (documents: readonly unknown[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 24,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...documents),
          fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 4, size: 'max' }),
        )
        .map(([document, changes]) => {
          const copy = structuredClone(document);
          for (const [where, one] of changes) {
            const places = placesIn(copy);
            const place = places[where % Math.max(places.length, 1)];
            if (place !== undefined) one(place);
          }
          return JSON.stringify(copy);
        }),
    },
    { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
  );
