import type { IamStatement } from '../remediation/action.ts';
import { NotPermitted } from '../remediation/errors.ts';

/** What AssumeRole takes as `Policy`: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const maxCharacters = 2048;

/** Where all calls go to a cluster no AWS call is approved; who is calling stays visible, which a cluster token needs. */
const nothing = { Sid: 'NothingButWhoAmI', Effect: 'Deny', NotAction: 'sts:GetCallerIdentity', Resource: '*' };

/** Two actions may need the very same statement; IAM takes no `Sid` twice. */
const eachOnce = (statements: readonly IamStatement[]): IamStatement[] => [
  ...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values(),
];

/**
 * The session policy of exactly these statements, or of none: then everything is denied. Throws `NotPermitted` when it
 * does not fit: a shorter policy would be a wider one.
 */
export const sessionPolicy = (statements: readonly IamStatement[]): string => {
  const Statement = statements.length === 0 ? [nothing] : eachOnce(statements);
  const text = JSON.stringify({ Version: '2012-10-17', Statement });
  if (text.length > maxCharacters) {
    throw new NotPermitted(`the session policy has ${text.length} characters, at most ${maxCharacters} are possible`);
  }
  return text;
};
