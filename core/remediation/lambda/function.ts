import * as z from 'zod';
import type { Resource } from '../../incident/resource.ts';
import type { Place } from '../action.ts';

/** The name of a function: no ARN, no version and no alias, which would be other resources. */
export const FunctionName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .describe('The name of the function.');

export const functionTarget = (p: { function: string }): Resource => ({ kind: 'Function', name: p.function });

export const functionArn = (p: { function: string }, { partition, region, account }: Place): string =>
  `arn:${partition}:lambda:${region}:${account}:function:${p.function}`;
