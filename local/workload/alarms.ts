import { type App, starvedAt } from './app.ts';

/** The alarm looks at one period of a minute: it is OK when the whole last period was without a kill. */
export const alarmPeriodSeconds = 60;

/** The state of the alarm of an app at `t`. */
export const alarmStateAt = (app: App, t: Date): 'ALARM' | 'OK' => {
  const before = new Date(t.getTime() - alarmPeriodSeconds * 1000);
  return starvedAt(app, t) || starvedAt(app, before) ? 'ALARM' : 'OK';
};
