import { alarmTarget } from './alarm-target.ts';
import { apiTarget } from './api-target.ts';
import { auditorTarget } from './auditor-target.ts';
import { httpTarget } from './http-target.ts';
import { stepTarget } from './step-target.ts';
import type { Target } from './target.ts';
import { timekeeperTarget } from './timekeeper-target.ts';

/** Every handler by the name of its function, and the approval API over HTTP. */
export const targets: readonly Target[] = [
  alarmTarget,
  ...['analyzer', 'proposer', 'notifier', 'executor', 'validator', 'rollback'].map((name) => stepTarget(name)),
  timekeeperTarget(),
  auditorTarget,
  apiTarget(),
  httpTarget(),
];
