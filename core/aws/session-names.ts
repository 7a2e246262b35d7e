import { NotPermitted } from '../remediation/errors.ts';
import type { SessionRequest } from '../remediation/ports.ts';

/** What STS takes, else refused: a name made to fit could be somebody else's. */
const identity = /^[\w+=,.@-]{2,64}$/;
const tagValue = /^[\w .:/=+@-]{1,256}$/;

const named = (what: string, form: RegExp, value: string): string => {
  if (!form.test(value)) {
    throw new NotPermitted(
      `STS cannot carry the ${what} ${JSON.stringify(value.slice(0, 80))}: expected ${form.source}`,
    );
  }
  return value;
};

/** Who approved what, as CloudTrail will say it of every call of the session. Throws `NotPermitted`. */
export const sessionNames = ({ incidentId, approvalId, digest, approver }: SessionRequest) => ({
  RoleSessionName: named('incident id', identity, incidentId),
  SourceIdentity: named('approver', identity, approver),
  Tags: [
    { Key: 'approval', Value: named('approval id', tagValue, approvalId) },
    { Key: 'digest', Value: named('digest', tagValue, digest) },
  ],
});
