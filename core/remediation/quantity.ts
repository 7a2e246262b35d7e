/**
 * Kubernetes resource quantities: decimal number, then a decimal (m, k, M ...) or binary (Ki, Mi ...) suffix or an
 * exponent. Source: Kubernetes API reference, "Quantity".
 */
const suffixes: Record<string, number> = {
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

/** The number a quantity stands for (bytes, cores), or undefined when the text is none. */
export const quantity = (text: string): number | undefined => {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return undefined;
  const [, digits = '', exponent = '', suffix = ''] = match;
  const factor = suffixes[suffix];
  return factor === undefined ? undefined : Number(`${digits}${exponent}`) * factor;
};

const steps = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** Bytes in the largest binary unit that keeps them whole: 1073741824 is `1Gi`, 1610612736 is `1536Mi`. */
export const memoryText = (bytes: number): string => {
  let value = Math.ceil(bytes);
  let step = 0;
  while (step < steps.length - 1 && value % 1024 === 0 && value > 0) {
    value /= 1024;
    step += 1;
  }
  return `${value}${steps[step]}`;
};

/** True when two field values mean the same: 1Gi = 1024Mi, 0.5 = 500m, and otherwise only when they are identical. */
export const sameQuantity = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  const [left, right] = [a, b].map((v) =>
    typeof v === 'string' || typeof v === 'number' ? quantity(String(v)) : undefined,
  );
  return left !== undefined && left === right;
};
