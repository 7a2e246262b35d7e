/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const scales: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const form = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]i?|Ki|)$/;

/** `500m`, `1Gi`, `2e3` or a number in the base unit: cores, bytes, things. Undefined for what is no quantity. */
export const quantityOf = (quantity: string | number | undefined): number | undefined => {
  if (quantity === undefined || typeof quantity === 'number') return quantity;
  const [, digits, suffix] = form.exec(quantity.trim()) ?? [];
  const scale = scales[suffix ?? 'none'];
  return digits === undefined || scale === undefined ? undefined : Number(digits) * scale;
};
