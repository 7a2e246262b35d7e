import { readFileSync } from 'node:fs';
import { causesPage } from '../core/diagnosis/causes-page.ts';
import { lifecyclePage } from '../core/incident/diagram.ts';
import { actionsPage } from '../core/remediation/actions-page.ts';
import { costsPage } from './costs/costs-page.ts';
import { parametersPage } from './reference/parameters-page.ts';

const text = (path: string): string => readFileSync(path, 'utf8');

/** Every page that is made from code, the template or both, by its path in the repository. */
export const pages: readonly { path: string; render: () => string }[] = [
  { path: 'docs/lifecycle.md', render: lifecyclePage },
  { path: 'docs/causes.md', render: causesPage },
  { path: 'docs/actions.md', render: actionsPage },
  { path: 'docs/parameters.md', render: () => parametersPage(text('template.yaml')) },
  { path: 'docs/costs.md', render: () => costsPage(text('template.yaml'), text('samconfig.toml')) },
];
