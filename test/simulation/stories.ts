import { alb5xx } from '../../local/scenarios/alb-5xx.ts';
import { albHighLatency } from '../../local/scenarios/alb-high-latency.ts';
import { ecsBadDeploy } from '../../local/scenarios/ecs-bad-deploy.ts';
import { eksImagePull } from '../../local/scenarios/eks-image-pull.ts';
import { eksPending } from '../../local/scenarios/eks-pending.ts';
import { eksProbe } from '../../local/scenarios/eks-probe.ts';
import { healthyNoise } from '../../local/scenarios/healthy-noise.ts';
import { killSwitch } from '../../local/scenarios/kill-switch.ts';
import { lambdaThrottles } from '../../local/scenarios/lambda-throttles.ts';
import { modelDown } from '../../local/scenarios/model-down.ts';
import { observe } from '../../local/scenarios/observe.ts';
import { partialFailure } from '../../local/scenarios/partial-failure.ts';
import { propose } from '../../local/scenarios/propose.ts';
import { circuitOpen } from '../../local/scenarios/circuit-open.ts';
import { ecsCpuOverload } from '../../local/scenarios/ecs-cpu-overload.ts';
import { eniFailover } from '../../local/scenarios/eni-failover.ts';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { rdsStorageLow } from '../../local/scenarios/rds-storage-low.ts';
import { drifted } from '../../local/scenarios/drifted.ts';
import { eksOomkilled } from '../../local/scenarios/eks-oomkilled.ts';
import { fixIneffective } from '../../local/scenarios/fix-ineffective.ts';
import { curable } from '../../local/scenarios/scenario.ts';
import { selfRecovered } from '../../local/scenarios/self-recovered.ts';
import { eventfulStories } from './eventful-stories.ts';
import { alice, approves, consented, troubled, wary, type Story } from './story.ts';

/** Each seed tells one of them, in turn. */
export const stories: readonly Story[] = [
  { name: 'approved', scenario: eksOomkilled, people: [alice], ends: ['resolved'], mayEnd: ['resolved', ...consented] },
  {
    name: 'rejected',
    scenario: eksOomkilled,
    people: [{ id: 'bob', consents: false, change: { says: 'reject', afterSeconds: 200 } }],
    ends: ['rejected'],
    mayEnd: ['rejected'],
  },
  { name: 'nobody decides', scenario: eksOomkilled, people: [], ends: ['expired'], mayEnd: ['expired'] },
  {
    name: 'ineffective, consented',
    scenario: fixIneffective,
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'one approves, one rejects',
    scenario: eksOomkilled,
    people: [alice, { id: 'bob', consents: true, change: { says: 'reject', afterSeconds: 60 } }],
    ends: ['resolved'],
    mayEnd: ['resolved', 'rejected', ...consented],
  },
  {
    name: 'ineffective, rollback approved',
    scenario: fixIneffective,
    people: [wary, { id: 'bob', consents: false, rollback: { says: 'approve', afterSeconds: 120 } }],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'ineffective, nobody decides',
    scenario: fixIneffective,
    people: [wary],
    ends: ['rollback_failed'],
    mayEnd: troubled,
  },
  { name: 'drifted', scenario: drifted, people: [alice], ends: ['refused'], mayEnd: ['refused'] },
  { name: 'recovers', scenario: selfRecovered, people: [], ends: ['self_recovered'], mayEnd: ['self_recovered'] },
  {
    name: 'three in a row',
    scenario: circuitOpen,
    people: [alice],
    ends: ['rolled_back', 'rolled_back', 'refused'],
    mayEnd: consented,
  },
  {
    name: 'more tasks for an ECS service',
    scenario: ecsCpuOverload,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'an ECS version that fails, and so does the one before it',
    scenario: { ...ecsCpuOverload, troubles: [{ kind: 'ecs-bad-deploy', service: 'basket', curable: false }] },
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'an address that moves to a standby',
    scenario: eniFailover,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'a standby that does not answer either',
    scenario: { ...eniFailover, troubles: [{ kind: 'gateway', standbyForwards: false, standbyAnswers: false }] },
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'storage that grows for minutes',
    scenario: rdsStorageLow,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'a high risk that two people sign',
    scenario: rdsConnections,
    people: [alice, { id: 'bob', consents: true, change: { says: 'approve', afterSeconds: 400 } }],
    ends: ['resolved'],
    // The second one may never be heard.
    mayEnd: ['resolved', 'expired', ...consented],
  },
  {
    name: 'a model that does not answer',
    scenario: modelDown,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'a model that answers',
    scenario: eksOomkilled,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
    modelAnswers: true,
  },
  { name: 'execution is disabled', scenario: killSwitch, people: [alice], ends: ['refused'], mayEnd: ['refused'] },
  { name: 'mode observe', scenario: observe, people: [alice], ends: ['report_only'], mayEnd: ['report_only'] },
  { name: 'mode propose', scenario: propose, people: [alice], ends: ['refused'], mayEnd: ['refused'] },
  {
    name: 'the second of two changes fails',
    scenario: partialFailure,
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'a function that is throttled',
    scenario: lambdaThrottles,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'an ECS version that fails',
    scenario: ecsBadDeploy,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'requests that wait at a load balancer',
    scenario: albHighLatency,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  ...[eksImagePull, eksPending, eksProbe, alb5xx].map(
    (scenario): Story => ({
      name: `a rollout that is undone: ${scenario.name}`,
      scenario,
      people: [alice],
      ends: ['resolved'],
      mayEnd: ['resolved', ...consented],
    }),
  ),
  {
    name: 'an alarm for nothing',
    scenario: healthyNoise,
    people: [alice],
    ends: ['report_only'],
    mayEnd: ['report_only', 'self_recovered'],
  },
  {
    name: 'two approve at once',
    scenario: eksOomkilled,
    people: [alice, { ...alice, id: 'bob' }],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'an alternative is chosen',
    scenario: ecsCpuOverload,
    people: [{ ...alice, choice: 1 }],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'an admin breaks the glass',
    scenario: rdsConnections,
    people: [{ id: 'bob', consents: true, breaksGlass: true, change: approves }],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
    breakGlass: true,
  },
  {
    name: 'an admin tries to break the glass',
    scenario: rdsConnections,
    people: [{ id: 'bob', consents: true, breaksGlass: true, change: approves }],
    ends: ['expired'],
    mayEnd: ['expired'],
  },
  {
    name: 'kept instead of rolled back',
    scenario: fixIneffective,
    people: [wary, { id: 'bob', consents: false, rollback: { says: 'reject', afterSeconds: 120 } }],
    ends: ['closed'],
    mayEnd: ['closed', ...troubled],
  },
  {
    name: 'a storm of five',
    scenario: {
      ...eksOomkilled,
      troubles: [
        { kind: 'app', app: 'payments-api', needs: curable },
        { kind: 'app', app: 'payments-worker', needs: curable },
        { kind: 'app', app: 'payments-ledger', needs: curable },
        { kind: 'app', app: 'payments-fees', needs: curable },
        { kind: 'app', app: 'payments-cards', needs: curable },
      ],
    },
    people: [alice],
    ends: ['resolved', 'resolved', 'resolved', 'resolved', 'resolved'],
    mayEnd: ['resolved', ...consented],
    atOnce: true,
  },
  ...eventfulStories,
];
