import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { readIncident } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { readFacts } from '../../core/report/facts.ts';
import { html } from '../../core/report/html.ts';
import { incidentReport } from '../../core/report/incident-report.ts';
import { markdown } from '../../core/report/markdown.ts';

const renderers = new Map([
  ['.md', markdown],
  ['.html', html],
]);

/** Why no report can be written there, or undefined: a file that is there already is not written over. */
export const reportProblem = (file: string): string | undefined => {
  const ending = extname(file);
  if (!renderers.has(ending)) {
    return `--report ${file}: expected a file that ends in .md or .html, found ${ending === '' ? 'no ending' : ending}`;
  }
  if (existsSync(file)) return `--report ${file}: expected a new file, found one that is there`;
  const dir = dirname(file);
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return `--report ${file}: expected a directory at ${dir}`;
  return undefined;
};

/** Writes the report of an incident, from what the table holds, in the form that the ending of the file names. */
export const writeReport = async (file: string, table: Table, incidentId: string): Promise<void> => {
  const incident = await readIncident(table, incidentId);
  const render = renderers.get(extname(file));
  if (incident === undefined || render === undefined) throw new Error(`no report of ${incidentId} for ${file}`);
  writeFileSync(file, render(incidentReport(await readFacts(table, incident))));
};
