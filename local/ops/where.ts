import type { Values } from './flags.ts';

/** Which stack, and as whom. Without `stack` and `url` it is the one that runs on this machine. */
export type Where = { stack?: string; url?: string; region?: string; as?: string };

/** Where the flags point to, or what is wrong with them. */
export const whereOf = ({ stack, url, region, as }: Values): Where | string => {
  if (stack !== undefined && url !== undefined) return '--stack and --url exclude each other: give one of them';
  if (as !== undefined && (stack !== undefined || url !== undefined)) {
    return '--as is for the stack on this machine; in an account you are who your AWS credentials say';
  }
  if (region !== undefined && stack === undefined && url === undefined) return '--region needs --stack or --url';
  if (stack !== undefined && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) {
    return `--stack must be the name of a CloudFormation stack, found ${stack}`;
  }
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(url === undefined ? {} : { url }),
    ...(region === undefined ? {} : { region }),
    ...(as === undefined ? {} : { as }),
  };
};
