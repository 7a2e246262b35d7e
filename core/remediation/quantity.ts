import { quantity } from '../incident/quantity.ts';

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
