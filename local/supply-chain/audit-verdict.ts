import * as z from 'zod';

/** What a run of `npm audit --json` left behind. */
export type AuditRun = { status: number | null; stdout: string; error?: Error | undefined };

export type AuditVerdict =
  | { kind: 'clean'; below: number }
  | { kind: 'found'; lines: string[] }
  /** No answer, or none that says anything about the packages: nothing is known. */
  | { kind: 'unanswered'; why: string };

const Count = z.int().nonnegative();
const Report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']), range: z.string() }),
  ),
  metadata: z.object({ vulnerabilities: z.object({ high: Count, critical: Count, total: Count }) }),
});
const Failure = z.object({ message: z.string() });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * What `npm audit` says about high and critical vulnerabilities. It exits with 1 when it found some and also when nobody
 * answered it; only a whole report is believed, and one that contradicts itself or the exit code is none.
 */
export const auditVerdict = ({ status, stdout, error }: AuditRun): AuditVerdict => {
  if (error !== undefined) return { kind: 'unanswered', why: error.message };
  const said = parsed(stdout);
  const { success, data } = Report.safeParse(said);
  if (!success) {
    const failure = Failure.safeParse(said);
    return { kind: 'unanswered', why: failure.data?.message ?? `npm audit gave no report (exit ${status})` };
  }
  const { high, critical, total } = data.metadata.vulnerabilities;
  const lines = Object.entries(data.vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name, { severity, range }]) => `${name} ${range}: ${severity}`);
  if (lines.length > 0) return { kind: 'found', lines };
  if (status === 0 && high + critical === 0) return { kind: 'clean', below: total };
  return {
    kind: 'unanswered',
    why: `npm audit contradicts itself (exit ${status}, ${high + critical} high or critical)`,
  };
};
