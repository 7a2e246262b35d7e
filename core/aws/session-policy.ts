import type { IamStatement } from '../remediation/action.ts';
import { NotPermitted } from '../remediation/errors.ts';

/** What AssumeRole takes as `Policy`: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const maxCharacters = 2048;

/** Where all calls go to a cluster no AWS call is approved; who is calling stays visible, which a cluster token needs. */
const nothing = { Sid: 'NothingButWhoAmI', Effect: 'Deny', NotAction: 'sts:GetCallerIdentity', Resource: '*' };

const sorted = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

/**
 * The same permissions in fewer words: what is allowed on the same resources under the same condition is one statement.
 * Several actions of one provider share their reads, and IAM refuses a policy in which a Sid comes twice.
 */
const merged = (statements: readonly IamStatement[]): IamStatement[] => {
  const groups = new Map<string, IamStatement>();
  for (const one of statements) {
    const key = JSON.stringify([one.Effect, sorted(one.Resource), one.Condition]);
    const known = groups.get(key);
    const Action = known === undefined ? one.Action : [...new Set([...known.Action, ...one.Action])];
    groups.set(key, { ...(known ?? one), Action });
  }
  const seen = new Map<string, number>();
  return [...groups.values()].map((one) => {
    const count = (seen.get(one.Sid) ?? 0) + 1;
    seen.set(one.Sid, count);
    return count === 1 ? one : { ...one, Sid: `${one.Sid}${count}` };
  });
};

/**
 * The session policy of exactly these statements, or of none: then everything is denied. Throws `NotPermitted` when it
 * does not fit: a shorter policy would be a wider one.
 */
export const sessionPolicy = (statements: readonly IamStatement[]): string => {
  const Statement = statements.length === 0 ? [nothing] : merged(statements);
  const text = JSON.stringify({ Version: '2012-10-17', Statement });
  if (text.length > maxCharacters) {
    throw new NotPermitted(`the session policy has ${text.length} characters, at most ${maxCharacters} are possible`);
  }
  return text;
};
