import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Roster } from '../../core/policy/roster.ts';

/** Somebody of the roster with AWS-like credentials that are good for one run of the embedded stack, and for nothing else. */
export const LocalPerson = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  arn: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});
export type LocalPerson = z.infer<typeof LocalPerson>;

/** New credentials for everybody of the roster who has an ARN. */
export const localPeople = ({ approvers }: Roster, random: (size: number) => Buffer = randomBytes): LocalPerson[] =>
  approvers.flatMap(({ id, name, role, iam: [arn] }) =>
    arn === undefined
      ? []
      : [
          {
            id,
            name,
            role,
            arn,
            accessKeyId: `LOCAL${random(8).toString('hex').toUpperCase()}`,
            secretAccessKey: random(30).toString('base64'),
          },
        ],
  );
