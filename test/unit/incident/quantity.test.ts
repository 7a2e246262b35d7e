import { describe, expect, it } from 'vitest';
import { quantityOf } from '../../../core/evidence/kubernetes/quantity.ts';
import { quantity } from '../../../core/incident/quantity.ts';

describe('quantity', () => {
  it.each([
    ['512Mi', 536_870_912],
    ['1Gi', 1_073_741_824],
    ['500m', 0.5],
    ['0.5', 0.5],
    ['2k', 2000],
    ['1e3', 1000],
    ['1.5Gi', 1_610_612_736],
    ['.5', 0.5],
    ['.25', 0.25],
    ['5.', 5],
    ['+2', 2],
    ['-2', -2],
    ['12', 12],
    ['12.25', 12.25],
    ['1E3', 1000],
    ['1e+3', 1000],
    ['1e-3', 0.001],
    ['1e10', 1e10],
    ['1n', 1e-9],
    ['1u', 1e-6],
    ['3k', 3e3],
    ['3M', 3e6],
    ['3G', 3e9],
    ['3T', 3e12],
    ['3P', 3e15],
    ['3E', 3e18],
    ['3Ki', 3 * 2 ** 10],
    ['3Mi', 3 * 2 ** 20],
    ['3Gi', 3 * 2 ** 30],
    ['3Ti', 3 * 2 ** 40],
    ['3Pi', 3 * 2 ** 50],
    ['3Ei', 3 * 2 ** 60],
  ])('reads %s', (text, bytes) => expect(quantity(text)).toBe(bytes));

  it.each([
    '',
    'Mi',
    '1Xi',
    '1 Gi',
    '1Gi ',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '.',
    'x1',
    '1x',
    '1ki',
    '1ni',
    '1.2.3',
    '1e3Ki',
    '--1',
  ])('refuses %j', (text) => expect(quantity(text)).toBeUndefined());

  it('of a field may be a number already, or missing', () => {
    expect([quantityOf(4), quantityOf(' 1Gi'), quantityOf(undefined), quantityOf('much')]).toEqual([
      4,
      2 ** 30,
      undefined,
      undefined,
    ]);
  });
});
