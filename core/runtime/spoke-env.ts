import * as z from 'zod';
import type { Hub, SpokeAccess } from '../incident/hub.ts';
import { EnvironmentError } from './env.ts';

/** Which account this is, and the spoke accounts that it takes care of besides; empty where there are none. */
export const HubEnv = z.object({
  ACCOUNT_ID: z
    .string()
    .regex(/^\d{12}$/)
    .describe('the id of the account of this system, 12 digits'),
  SPOKE_ACCOUNTS: z
    .string()
    .regex(/^(?:\d{12}(?:,\d{12})*)?$/)
    .default('')
    .describe('account ids of 12 digits with commas between them, or empty'),
});

/** For whoever goes into spoke accounts. */
export const SpokeEnv = z.object({
  ...HubEnv.shape,
  SPOKE_EXTERNAL_ID: z.string().default('').describe('the external id that the roles of the spoke accounts ask for'),
});

/** Where this system is at home and whose alarms it takes. */
export const hubOf = ({ ACCOUNT_ID, SPOKE_ACCOUNTS }: z.infer<typeof HubEnv>, region: string): Hub => ({
  account: ACCOUNT_ID,
  region,
  spokes: SPOKE_ACCOUNTS === '' ? [] : SPOKE_ACCOUNTS.split(','),
});

/** As ExternalId of docs/deploy/spoke.yaml. */
const shortestExternalId = 16;

/** It may be empty only where there is no spoke. Throws `EnvironmentError`, which does not repeat it. */
const externalIdOf = ({ SPOKE_ACCOUNTS, SPOKE_EXTERNAL_ID }: z.infer<typeof SpokeEnv>): string => {
  if (SPOKE_ACCOUNTS === '' || SPOKE_EXTERNAL_ID.length >= shortestExternalId) return SPOKE_EXTERNAL_ID;
  throw new EnvironmentError(
    `environment variable SPOKE_EXTERNAL_ID: expected at least ${shortestExternalId} characters, as there are SPOKE_ACCOUNTS, found ${SPOKE_EXTERNAL_ID.length}`,
  );
};

/** The way into the spokes. Throws `EnvironmentError` where there are some and the external id is too short. */
export const spokesOf = (env: z.infer<typeof SpokeEnv>, region: string): SpokeAccess => ({
  hub: hubOf(env, region),
  externalId: externalIdOf(env),
});
