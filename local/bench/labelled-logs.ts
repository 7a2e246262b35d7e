import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseCsv } from './csv.ts';

/** Lines of one system and the group that each truly belongs to. */
export type LabelledLog = { system: string; lines: string[]; groups: string[] };
export type LabelledLogs = { kind: 'read'; logs: LabelledLog[] } | { kind: 'wrong'; message: string };

const ending = '_2k.log_structured.csv.gz';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The files of LogHub-2k (Zhu et al., ISSRE 2023) in `folder`: `Content` is the line, `EventId` its true group. */
export const readLabelledLogs = (folder: string): LabelledLogs => {
  let files: string[];
  try {
    files = readdirSync(folder).filter((name) => name.endsWith(ending));
  } catch (error) {
    return { kind: 'wrong', message: `${folder} cannot be listed: ${reasonOf(error)}` };
  }
  if (files.length === 0) return { kind: 'wrong', message: `${folder} has no file named <system>${ending}` };
  const logs: LabelledLog[] = [];
  for (const file of files.toSorted()) {
    let text: string;
    try {
      text = gunzipSync(readFileSync(join(folder, file))).toString('utf8');
    } catch (error) {
      return { kind: 'wrong', message: `${join(folder, file)} is no gzip file: ${reasonOf(error)}` };
    }
    const [header = [], ...rows] = parseCsv(text);
    const [content, event] = [header.indexOf('Content'), header.indexOf('EventId')];
    if (content < 0 || event < 0 || rows.length === 0) {
      return { kind: 'wrong', message: `${join(folder, file)}: expected rows with the columns Content and EventId` };
    }
    logs.push({
      system: file.slice(0, -ending.length),
      lines: rows.map((row) => row[content] ?? ''),
      groups: rows.map((row) => row[event] ?? ''),
    });
  }
  return { kind: 'read', logs };
};
