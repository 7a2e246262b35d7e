import type { Request } from './simulate.ts';

/**
 * What somebody would try who has taken over one of the roles. `owners` are the roles that may, by logical id.
 * `byMistake` says what holds when somebody has attached a policy to the role that allows everything:
 * - `boundary`: the boundary of the role denies it by a Deny;
 * - `resource`: the policy of the key, the bucket or the topic does;
 * - `trust`: the trust of the role does not allow it;
 * - `open`: the role could then do it. That is so of items in the table, which therefore carry no authority.
 */
export type Sensitive = {
  what: string;
  requests: readonly Request[];
  owners: readonly string[];
  byMistake: 'boundary' | 'resource' | 'trust' | 'open';
};

export const here = 'eu-central-1:123456789012';
export const on = (resource: string, ...actions: string[]): Request[] =>
  actions.map((action) => ({ action, resource }));

/** What executor and rollback say when they become the approver's hand. */
export const becoming = {
  'sts:RoleSessionName': 'inc-1',
  'sts:SourceIdentity': 'alice',
  'aws:RequestTag/approval': 'a1',
  'aws:RequestTag/digest': 'd1',
  'aws:TagKeys': 'approval',
};
