import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEventFile } from '../../../../local/invoke/event.ts';

const folder = mkdtempSync(join(tmpdir(), 'invoke-event-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('event file', () => {
  it('is any JSON, word for word', () => {
    expect(readEventFile(written('good.json', '{ "a": [1] }\n'))).toEqual({ kind: 'event', text: '{ "a": [1] }\n' });
  });

  it('that is not JSON is refused with the line where it stops being JSON', () => {
    const file = written('bad.json', '{\n  "a": 1,\n  b: 2\n}\n');
    const message = `${file}: expected JSON, it stops being JSON at line 3, column 3`;
    expect(readEventFile(file)).toEqual({ kind: 'wrong', message });
  });

  it('that does not exist is refused by its name', () => {
    const message = `${folder}/none.json: expected a JSON file with one event; there is no such file`;
    expect(readEventFile(join(folder, 'none.json'))).toEqual({ kind: 'wrong', message });
  });

  it('that is a folder is refused', () => {
    expect(readEventFile(folder)).toMatchObject({ kind: 'wrong', message: expect.stringContaining('EISDIR') });
  });
});
