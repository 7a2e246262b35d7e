import type { AuditRun } from './audit-verdict.ts';

/** What a program left behind that ran to its end. */
export type ProgramRun = AuditRun & { stderr?: string };

export type Io = {
  argv: readonly string[];
  out(text: string): void;
  err(text: string): void;
  /** Where package.json, node_modules and dist are. */
  root: string;
  /** Seconds since 1970 that a reproducible build is dated with. https://reproducible-builds.org/specs/source-date-epoch/ */
  sourceDateEpoch: string | undefined;
  /** Runs a program to its end; `environment` is added to the one of this process. */
  run(
    command: string,
    args: readonly string[],
    cwd: string,
    environment?: Readonly<Record<string, string>>,
  ): ProgramRun;
  /** Runs git in `root`, without a network: what is not in this clone is missing. */
  git(args: readonly string[], input?: string | Buffer): { status: number | null; stdout: Buffer; stderr: string };
};
export type ExitCode = 0 | 1 | 2;
