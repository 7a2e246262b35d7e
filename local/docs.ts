import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pages } from './pages.ts';

// `npm run docs`: npm runs scripts in the directory of package.json, which the paths are relative to.
for (const { path, render } of pages) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, render());
  process.stdout.write(`${path}\n`);
}
