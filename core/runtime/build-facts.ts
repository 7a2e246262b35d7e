import type { Versions } from '../incident/step.ts';

// Both are put in by build.mjs (esbuild `define`); there is no other way to get them.
declare const POLICY_HASH: string;
declare const BUILD_ID: string;

/** Content hash of the policy layer this bundle was built with; a function with another layer does not start. */
export const policyHash = (): string => POLICY_HASH;

/** Which policy and which code make the steps of this function: both are hashes of content, so they can be checked. */
export const versionsOf = (functionName: string): Versions => ({
  policy: POLICY_HASH,
  function: `${functionName}@${BUILD_ID}`,
});
