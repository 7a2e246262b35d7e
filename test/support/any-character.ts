import fc from 'fast-check';

/**
 * Any character, halves of surrogate pairs among them; every second one below U+0100, where the control characters are. To make
 * fast-check's own `binary` takes more than a second.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0x10_ffff }))
  .map((point) => String.fromCodePoint(point));
