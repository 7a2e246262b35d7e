/** List prices in US dollars. `hour` and `month` are of one thing that stands there, used or not. */
export type Prices = {
  /** An interface endpoint in one zone: an hour. */
  endpointHour: number;
  /** A KMS key, whatever its kind: a month, charged by the hour. */
  keyMonth: number;
  /** An alarm: a month, for each metric that it reads. */
  alarmMetricMonth: number;
  /** A dashboard: a month. The first three of an account cost nothing; here each is counted. */
  dashboardMonth: number;
  /** A name in a list of the DNS Firewall: a month. */
  firewallNameMonth: number;
};

/** An average month in hours, as the AWS calculators take it. */
export const hoursOfMonth = 730;

/** When the prices were noted, and not looked up: to be checked against the pages that docs/costs.md names. */
export const asOf = 'November 2026';

export const prices = {
  'us-east-1': {
    endpointHour: 0.01,
    keyMonth: 1,
    alarmMetricMonth: 0.1,
    dashboardMonth: 3,
    firewallNameMonth: 0.0005,
  },
  'eu-central-1': {
    endpointHour: 0.012,
    keyMonth: 1,
    alarmMetricMonth: 0.1,
    dashboardMonth: 3,
    firewallNameMonth: 0.0005,
  },
} as const satisfies Record<string, Prices>;
