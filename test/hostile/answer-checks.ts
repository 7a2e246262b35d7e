import { marker } from './hostile-json.ts';

/** Why this answer is none that a client's fault may get, or undefined. `raw` is all of it, as it was sent. */
export const badAnswer = (status: number, raw: string): string | undefined => {
  if (status >= 500) return `${status} for a client's fault`;
  if (status < 200) return `the status ${status}`;
  return raw.toLowerCase().includes(marker) ? 'the answer repeats what was sent' : undefined;
};

/** Fields of a fact; more would be content of a request. */
const factFields = new Set(
  'pk sk fact method by at approvalId person caller sourceIp userAgent versions purgeAt'.split(' '),
);

/** Why a fact or a line of the log says too much, or undefined. */
export const saysTooMuch = (facts: readonly string[], log: string, secrets: readonly string[]): string | undefined => {
  const leaked = [...facts, log].some((text) => secrets.some((secret) => text.includes(secret)));
  if (leaked) return 'a log line or a fact holds a secret';
  if (log.includes(marker)) return 'a log line repeats what was sent';
  const strange = facts.flatMap((fact) => Object.keys(JSON.parse(fact))).find((name) => !factFields.has(name));
  return strange === undefined ? undefined : `a fact has the field ${strange}`;
};
