const refuse = (): Promise<never> => Promise.reject(new Error('requests are signed: no bearer token is looked for'));

/**
 * Stands in for `@aws-sdk/token-providers` in the bundles (see build.mjs), which would read a bearer token of Bedrock from the
 * environment, or ask IAM Identity Center for one by a name that the VPC does not resolve.
 */
export const fromEnvSigningName = () => refuse;
export const nodeProvider = () => refuse;
