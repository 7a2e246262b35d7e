import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TemplateModel } from './model.ts';
import { readTemplate } from './read.ts';

export type TemplateFile = { kind: 'template'; template: TemplateModel } | { kind: 'wrong'; message: string };

/** What is wrong, on one line: the excerpt that the YAML parser adds is left out. */
const lineOf = (error: Error): string => {
  const said = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
  const [first = said] = said.split(/:\n\n/);
  return first.replaceAll(/\s+/g, ' ').trim();
};

/** template.yaml of a folder; else one line that names the resource or the place and what cannot be read there. */
export const readTemplateFile = (folder: string): TemplateFile => {
  try {
    return { kind: 'template', template: readTemplate(readFileSync(join(folder, 'template.yaml'), 'utf8')) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'wrong', message: `template.yaml: ${lineOf(error).replace(/^template: /, '')}` };
  }
};
