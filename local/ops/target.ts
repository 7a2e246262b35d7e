import type { AwsCredentials } from '../../core/aws/credentials.ts';

/** Settings of the clients that turn switches. */
export type AwsConfig = { region: string; credentials: () => Promise<AwsCredentials>; endpoint?: string };

/** A stack to speak to, whichever it is: an API that wants signatures, and the parameters that are its switches. */
export type Target = {
  /** One line: which stack, and as whom. */
  heading: string;
  /** Base of the API, without a slash at its end. */
  url: string;
  region: string;
  credentials: () => Promise<AwsCredentials>;
  /** Undefined where only the API is known. */
  switches?: { tableName: string; path: string; aws: AwsConfig };
};
