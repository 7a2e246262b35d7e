import { causesPage } from '../core/diagnosis/causes-page.ts';
import { lifecyclePage } from '../core/incident/diagram.ts';
import { actionsPage } from '../core/remediation/actions-page.ts';

/** Every page that is made from code, by its path in the repository. */
export const pages: readonly { path: string; render: () => string }[] = [
  { path: 'docs/lifecycle.md', render: lifecyclePage },
  { path: 'docs/causes.md', render: causesPage },
  { path: 'docs/actions.md', render: actionsPage },
];
