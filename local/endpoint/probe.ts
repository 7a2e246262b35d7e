import { account } from '../template/local-name.ts';
import { callQuery } from './query-api.ts';

const timeoutMs = 5000;

/** `fetch` keeps what really happened in the cause. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no answer';
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
};

/** Why nothing can be done at an endpoint, as one line; undefined when it answers as an emulator of the sample account. */
export const probe = async (endpoint: string): Promise<string | undefined> => {
  const fields = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  let answer: string;
  try {
    answer = await callQuery(endpoint, { service: 'sts', fields, timeoutMs });
  } catch (error) {
    const said = reasonOf(error).replaceAll(/\s+/g, ' ');
    return `${endpoint}: expected an AWS emulator that answers sts GetCallerIdentity, found: ${said}`;
  }
  const [, found] = /<Account>(\d{12})<\/Account>/.exec(answer) ?? [];
  return found === account ? undefined : `${endpoint}: expected account ${account}, found ${found ?? 'no account'}`;
};
