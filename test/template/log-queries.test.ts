import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { traceQuery } from '../../core/incident/console-links.ts';
import { readTemplate } from '../../local/template/read.ts';
import { functionNames, ofType, pascal, refersTo, resource, templateText } from './template.ts';

const Query = z.object({ Name: z.unknown(), LogGroupNames: z.array(z.unknown()), QueryString: z.string() });
const queries = ofType('AWS::Logs::QueryDefinition').map(({ id, Properties }) => ({ id, ...Query.parse(Properties) }));
const groups = new Set(functionNames.map((name) => `${pascal(name)}Logs`));
const Variables = z.object({ Variables: z.record(z.string(), z.unknown()) });
const environment = Variables.parse(resource('ApprovalApiFunction').Properties['Environment']).Variables;
const sourceSays = (words: string): boolean =>
  execFileSync('git', ['grep', '--name-only', '--fixed-strings', words, '--', 'functions'], { encoding: 'utf8' }) !==
  '';

describe('the saved queries', () => {
  it.each(queries)('$id looks through the log group of every function', ({ LogGroupNames }) =>
    expect(new Set(LogGroupNames.map(refersTo))).toEqual(groups),
  );

  it('are listed below the name of the stack, each by its own', () => {
    const names = queries.map(({ Name }) => z.object({ 'Fn::Sub': z.string() }).parse(Name)['Fn::Sub']);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^\$\{AWS::StackName\}\/[a-z ]+$/);
  });

  it('find an incident as the link of the page does', () => {
    const [one] = queries.filter(({ id }) => id === 'IncidentQuery');
    expect(one?.QueryString).toBe(traceQuery('put the trace id of the incident here'));
  });

  it('name metrics and messages that the functions write', () => {
    const texts = queries.map(({ QueryString }) => QueryString).join('\n');
    const metrics = [...texts.matchAll(/Model\w+/g)].map(([name]) => name);
    const messages = [...texts.matchAll(/message in \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/"([^"]+)"/g)].map(([, message = '']) => message),
    );
    expect(metrics.length).toBeGreaterThan(2);
    expect(messages.length).toBeGreaterThan(4);
    // Two are made of a word and what became of it.
    const written = [...metrics, ...messages].map((words) => words.replace(/^(incident|alarm) \w+$/, '`$1 ${'));
    for (const words of written) expect([words, sourceSays(words)]).toEqual([words, true]);
  });
});

describe('the links of the page into the console', () => {
  it('go to the log group of every function and to the dashboard of this stack', () => {
    const Join = z.object({ 'Fn::Join': z.tuple([z.literal(','), z.array(z.unknown())]) });
    expect(new Set(Join.parse(environment['LOG_GROUPS'])['Fn::Join'][1].map(refersTo))).toEqual(groups);
    expect(environment['DASHBOARD_NAME']).toEqual(resource('Dashboard').Properties['DashboardName']);
  });

  it('are known to the embedded stack as well, which reads the same template', () => {
    const [api] = readTemplate(templateText).functions.filter(({ name }) => name === 'approval-api');
    expect(api?.environment['LOG_GROUPS']?.split(',')).toHaveLength(groups.size);
  });
});
