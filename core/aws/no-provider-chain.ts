/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles (see build.mjs): every client is given its
 * credentials, so nothing may look for others in files, at a metadata address or by starting a program.
 */
export const defaultProvider = () => (): Promise<never> =>
  Promise.reject(new Error('an AWS client was made without credentials: use clientConfig()'));
