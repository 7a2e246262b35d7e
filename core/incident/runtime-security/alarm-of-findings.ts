import { createHash } from 'node:crypto';
import type { Alarm, AlarmMetric } from '../alarm.ts';
import { resourceKey } from '../resource.ts';
import type { RuntimeFinding } from './finding.ts';
import { ruleIds } from './rule.ts';

/** The namespace under which runbooks match rules. No metric of CloudWatch: nothing is published there. */
export const runtimeNamespace = 'Sovereign/Runtime';

/** Where findings were read. */
export type Source = { account: string; region: string; logGroup: string; cluster?: string };

const dimensionsOf = (finding: RuntimeFinding, { cluster }: Source): Record<string, string> => {
  const { kind, namespace, name } = finding.resource;
  return {
    ...(cluster === undefined ? {} : { ClusterName: cluster }),
    Kind: kind,
    ...(namespace === undefined ? {} : { Namespace: namespace }),
    Name: name,
  };
};

/**
 * The alarm that findings of one resource are, the one that says most first: from here on they take the way of every alarm.
 * In place of an ARN it has the log group with a hash of the findings: the same batch is the same alarm. Throws without a
 * finding.
 */
export const alarmOfFindings = (findings: readonly RuntimeFinding[], source: Source): Alarm => {
  const [first, ...more] = findings.toSorted(
    (a, b) => ruleIds.indexOf(a.rule) - ruleIds.indexOf(b.rule) || (a.at < b.at ? -1 : 1),
  );
  if (first === undefined) throw new Error('an alarm needs a finding');
  const { account, region, logGroup } = source;
  const hash = createHash('sha256')
    .update(
      findings
        .map(({ id }) => id)
        .toSorted()
        .join('\n'),
      'utf8',
    )
    .digest('hex')
    .slice(0, 24);
  const rules = ruleIds.filter((rule) => findings.some((finding) => finding.rule === rule));
  const dimensions = dimensionsOf(first, source);
  const who = first.process === undefined ? '' : `${first.process.binary} `;
  const others = more.length === 0 ? '' : `; ${more.length} more`;
  return {
    name: `${first.rule} in ${resourceKey(first.resource)}`.slice(0, 255),
    arn: `finding:${region}:${account}:${logGroup}:${hash}`,
    account,
    region,
    kind: 'runtime',
    state: 'ALARM',
    reason: `${who}${first.says}${others}`.slice(0, 1023),
    metrics: rules.map((rule): AlarmMetric => ({ id: rule, namespace: runtimeNamespace, name: rule, dimensions })),
    at: findings.map(({ at }) => at).toSorted()[0] ?? first.at,
  };
};
