/**
 * Sizes of RDS instance classes, each about twice the one before ("Hardware specifications for DB instance classes",
 * Amazon RDS user guide). A family need not have all of them; RDS refuses one that it does not have.
 */
const sizes = [
  'micro',
  'small',
  'medium',
  'large',
  'xlarge',
  '2xlarge',
  '4xlarge',
  '8xlarge',
  '12xlarge',
  '16xlarge',
  '24xlarge',
  '32xlarge',
  '48xlarge',
] as const;

const parts = /^db\.([a-z0-9-]+)\.([a-z0-9]+)$/;

/** `db.r6g.large` as family and place in the order of sizes; undefined for any other form, such as `...tpc2.mem4x`. */
const parsed = (instanceClass: string): { family: string; size: number } | undefined => {
  const [, family, name] = parts.exec(instanceClass) ?? [];
  const size = sizes.findIndex((one) => one === name);
  return family === undefined || size === -1 ? undefined : { family, size };
};

/** Why a class may not follow another: only the next size up or down of the same family may. Undefined when it may. */
export const notNextSize = (from: string, to: string): string | undefined => {
  const [before, after] = [parsed(from), parsed(to)];
  if (before === undefined) return `${from} is no class of a known size`;
  if (after === undefined) return `${to} is no class of a known size`;
  if (before.family !== after.family) return `${to} is of another family than ${from}`;
  if (before.size === after.size) return `the instance is ${to} already`;
  return Math.abs(before.size - after.size) === 1 ? undefined : `${to} is more than one size away from ${from}`;
};
