/** What an alarm is called, and where it is. */
export type AlarmName = { name: string; account: string; region: string };

/** Every alarm here looks at one period of a minute. */
export const alarmPeriodSeconds = 60;

/** The state of an alarm at `t`: it is OK when the whole last period was good. */
export const alarmStateAt = (bad: (at: Date) => boolean, t: Date): 'ALARM' | 'OK' =>
  bad(t) || bad(new Date(t.getTime() - alarmPeriodSeconds * 1000)) ? 'ALARM' : 'OK';
