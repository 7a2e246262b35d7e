import { cleanText } from '../../core/incident/text.ts';
import type { DecisionRequest } from '../../core/policy/decision-request.ts';
import { people } from '../../core/approval/explain/cedar-checks.ts';
import type { Check } from '../../core/approval/explain/check.ts';
import type { Explanation } from '../../core/approval/explain/explain.ts';

const yesNo = (allowed: boolean): string => (allowed ? 'yes' : 'no ');
const line = ({ check, allowed, detail }: Check): string =>
  `  ${yesNo(allowed)}  ${check.padEnd(9)}  ${cleanText(detail, 1000)}`;

const verdict = ({ principal, action }: DecisionRequest, { allowed, because, quorum }: Explanation): string => {
  const who = cleanText(principal, 64);
  const alone = quorum.people === 1 || action === 'read' || action === 'propose';
  if (allowed) return `yes: ${who} may ${action} this${alone ? '' : `, and ${people(quorum)} must approve it`}`;
  const failed = because.filter((one) => !one.allowed);
  return `no: ${who} may not ${action} this: ${[...new Set(failed.map(({ check }) => check))].join(', ')}`;
};

/** A line for every check, then the verdict; one line each, whatever the request holds. */
export const answerText = (request: DecisionRequest, explanation: Explanation): string =>
  `${explanation.because.map(line).join('\n')}\n\n${verdict(request, explanation)}\n`;

/** The document of `--json`. */
export const answerDocument = ({ allowed, because, risk, quorum }: Explanation) => ({
  allowed,
  because,
  risk: risk.level,
  riskFactors: risk.factors,
  quorum,
});
