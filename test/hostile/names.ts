import { badTokens } from './bad-tokens.ts';
import type { Standing } from './standing.ts';

/**
 * Puts in what differs in each run. `secrets` may never be in a log or a fact: the token and what its MAC is, and the parts of
 * whatever was sent as a bearer token.
 */
export const namesOf = async (stack: Standing) => {
  const bearers = await badTokens(stack);
  const { token, digest, approvalId, incidentId } = stack;
  const simple = { '@token@': token, '@digest@': digest, '@approval@': approvalId, '@incident@': incidentId };
  const known = new Map([
    ...Object.entries(simple),
    ...[...bearers].map(([name, text]): [string, string] => [`@bearer ${name}@`, text]),
  ]);
  const mac = token.split('.')[1] ?? '';
  const signatures = [...bearers.values()].flatMap((text) =>
    text
      .split('.')
      .slice(1)
      .filter(({ length }) => length > 40),
  );
  return {
    filled: (input: string): string => input.replaceAll(/@[a-zA-Z ,]+@/g, (name) => known.get(name) ?? name),
    secrets: [mac, ...new Set(signatures)],
  };
};
