import type { FactRows } from './row.ts';

/** What the alarm itself says. */
export const alarmFacts = {
  oom_kill_alarm: { kind: 'alarm', strength: 0.8, tells: 'symptom' },
  alarm_flapping: { kind: 'alarm', strength: 0.5, tells: 'symptom' },
  alarm_recurring: { kind: 'alarm', strength: 0.3, tells: 'context' },
  alarm_fired: { kind: 'alarm', strength: 0.4, tells: 'context' },
  alarm_ok: { kind: 'alarm', strength: 0.4, tells: 'context' },
} as const satisfies FactRows;
