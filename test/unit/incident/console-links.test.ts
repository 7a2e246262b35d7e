import { describe, expect, it } from 'vitest';
import { consoleHome } from '../../../core/aws/console-home.ts';
import { consoleLinks, traceQuery } from '../../../core/incident/console-links.ts';

const place = {
  home: consoleHome('eu-central-1'),
  logGroups: ['ops-AnalyzerLogs-1A_b', '/aws/x'],
  dashboard: 'ops-eu-central-1',
};
const about = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  openedAt: '2026-11-20T02:15:00.000Z',
  changedAt: '2026-11-20T02:40:00.000Z',
  over: true,
};
const now = new Date('2026-11-20T03:00:00.000Z');

/** Undoes what the console's address does to a query: outer escapes, then stars. */
const read = (url: string) => {
  const [, detail = ''] = url.split('$3FqueryDetail$3D');
  const plain = decodeURIComponent(decodeURIComponent(detail.replaceAll('$', '%')));
  const field = (name: string): string => {
    const [, value = ''] = new RegExp(`~${name}~'([^~)]*)`).exec(plain.replace('~(', '~')) ?? [];
    return decodeURIComponent(value.replaceAll('*', '%'));
  };
  const [, source = ''] = /~source~\((.*)\)\)$/.exec(plain) ?? [];
  return {
    plain,
    field,
    source: source
      .split("~'")
      .slice(1)
      .map((name) => decodeURIComponent(name.replaceAll('*', '%'))),
  };
};

describe('the links of an incident into the console', () => {
  it('open Logs Insights with the trace filled in, over all log groups, around the incident', () => {
    const { logs } = consoleLinks(place, about, now);
    expect(logs).toMatch(
      /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-central-1#logsV2:logs-insights\$3FqueryDetail\$3D\$257E\$2528end\$257E\$2527/,
    );
    // Nothing that a mail program or Markdown would end the address at.
    expect(logs.slice('https://'.length)).toMatch(/^[\w.\-/?=#:$*]+$/);
    const { field, source } = read(logs);
    expect(field('start')).toBe('2026-11-20T02:00:00.000Z');
    expect(field('end')).toBe('2026-11-20T02:55:00.000Z');
    expect(field('editorString')).toBe(traceQuery(about.traceId));
    expect(source).toEqual(place.logGroups);
  });

  it('reach to the present while the incident is open', () => {
    const { field } = read(consoleLinks(place, { ...about, over: false }, now).logs);
    expect(field('end')).toBe('2026-11-20T03:15:00.000Z');
  });

  it('open the dashboard', () =>
    expect(consoleLinks({ ...place, dashboard: 'a b' }, about, now).dashboard).toBe(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/a%20b',
    ));
});
