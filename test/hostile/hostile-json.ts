import fc from 'fast-check';
import { attacks } from '../support/hostile-texts.ts';

/** In whatever is sent; letters and digits only, so that no escaping hides it. */
export const marker = 'zqmarkerqz';

const at = (...points: number[]): string => String.fromCodePoint(...points);
const nul = at(0);

/** Texts that do something where they are shown, parsed, stored or logged. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...attacks).map((text) => `${marker}${text.slice(0, 300)}`) },
  {
    weight: 2,
    // Code units, halves of pairs among them. The `binary` unit of fast-check costs seconds to set up.
    arbitrary: fc
      .array(fc.nat({ max: 0xffff }), { maxLength: 20 })
      .map((units) => `${String.fromCharCode(...units)}${marker}`),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      marker,
      `<script>${marker}</script>`,
      '',
      ' ',
      nul,
      `${marker}${nul}`,
      `\ud800${marker}`,
      `${marker}\udfff`,
      `\ufeff${marker}`,
      `${marker}\r\nSet-Cookie: ${marker}=1`,
      `../../${marker}`,
      '%2e%2e%2f',
      '%00',
      '%ff',
      marker.repeat(60),
      '字'.repeat(400),
      '__proto__',
      'constructor',
      'toString',
      'NaN',
      '1e999',
      'null',
      'undefined',
      '@incident@',
      '@approval@',
    ),
  },
);

const nested = (depth: number, open: string, close: string): unknown =>
  JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`);

/** JSON with names that a careless program takes for its own; `JSON.parse` makes own properties of them. */
const polluting: unknown[] = [
  JSON.parse(`{"__proto__":{"${marker}":1,"kind":"person","admin":true}}`),
  JSON.parse(`{"constructor":{"prototype":{"${marker}":1}}}`),
  JSON.parse('{"toString":"x","valueOf":1,"hasOwnProperty":null,"then":1}'),
  JSON.parse('{"length":1e9,"0":1}'),
  JSON.parse('{"toJSON":"x"}'),
];

/** Any value of JSON, and more often one that makes trouble. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -0,
      -1,
      1.5,
      1e308,
      -1e21,
      2 ** 53,
      5e-324,
      [],
      {},
      [[]],
      [null],
      ...polluting,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(30, 200, 800).map((depth) => nested(depth, '[', ']')) },
  { weight: 1, arbitrary: fc.constantFrom(30, 200, 800).map((depth) => nested(depth, '{"a":', '}')) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
