import { account, region } from '../template/local-name.ts';
import type { Random } from './random.ts';
import type { BusEvent } from './types.ts';

/** The envelope that EventBridge puts around a detail; its time has whole seconds. */
export const busEvent = (
  source: string,
  detailType: string,
  detail: unknown,
  now: Date,
  random: Random,
  resources: string[] = [],
): BusEvent => ({
  version: '0',
  id: random.uuid(),
  'detail-type': detailType,
  source,
  account,
  time: now.toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region,
  resources,
  detail,
});
