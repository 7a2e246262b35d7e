import type { Fact, Finding } from '../facts.ts';
import { rdsInstances } from './described.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
const factOf: ReadonlyMap<string, Fact> = new Map([
  ['storage-full', 'rds_storage_exhausted'],
  ['failing-over', 'rds_failed_over'],
]);

/** What the status of an instance says by itself: it is the status of now. */
export const statusFindings = (described: Readonly<Record<string, unknown>>): Finding[] =>
  rdsInstances(described).flatMap(({ name, status }): Finding[] => {
    const fact = status === undefined ? undefined : factOf.get(status);
    return fact === undefined
      ? []
      : [
          {
            fact,
            summary: `${name} is ${status ?? ''}`,
            resource: { kind: 'DBInstance', name },
            data: { status: status ?? '' },
            pointer: `aws.json rds:DescribeDBInstances ${name}`,
          },
        ];
  });
