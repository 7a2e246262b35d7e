import type { Finding } from '../facts.ts';
import { rdsInstances, topKey } from './described.ts';

/** What the database is busy with by Performance Insights: the heaviest statement and the most frequent wait. */
export const loadFindings = (described: Readonly<Record<string, unknown>>): Finding[] => {
  const [instance, ...others] = rdsInstances(described);
  // The answer does not say whose it is: with several instances it would be a guess.
  if (instance === undefined || others.length > 0) return [];
  const keys: [what: string, answer: string][] = [
    ['statement', 'pi:DescribeDimensionKeys'],
    ['wait', 'pi:DescribeDimensionKeys#db.wait_event'],
  ];
  return keys.flatMap(([what, answer]): Finding[] => {
    const top = topKey(described[answer]);
    if (top === undefined) return [];
    return [
      {
        fact: 'rds_load',
        summary: `most load by ${what} (${top.total} of the sessions): ${top.name}`,
        resource: { kind: 'DBInstance', name: instance.name },
        data: { container: what, load: top.total },
        pointer: `aws.json ${answer}`,
      },
    ];
  });
};
