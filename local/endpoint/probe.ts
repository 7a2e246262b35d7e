import { account } from '../template/local-name.ts';
import { callQuery } from './query-api.ts';

const timeoutMs = 5000;

/** Why nothing can be done at an endpoint, as one line; undefined when it answers as an emulator of the sample account. */
export const probe = async (endpoint: string): Promise<string | undefined> => {
  const fields = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  let answer: string;
  try {
    answer = await callQuery(endpoint, { service: 'sts', fields, timeoutMs });
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error('no answer');
    return `${endpoint}: expected an AWS emulator that answers sts GetCallerIdentity: ${message.replaceAll(/\s+/g, ' ')}`;
  }
  const [, found] = /<Account>(\d{12})<\/Account>/.exec(answer) ?? [];
  return found === account ? undefined : `${endpoint}: expected account ${account}, found ${found ?? 'no account'}`;
};
