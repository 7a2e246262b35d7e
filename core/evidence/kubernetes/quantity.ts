import { quantity } from '../../incident/quantity.ts';

/**
 * What a field of an object holds, text or number, in the base unit: cores, bytes, things. Undefined for what is no
 * quantity.
 */
export const quantityOf = (value: string | number | undefined): number | undefined =>
  typeof value === 'string' ? quantity(value.trim()) : value;
