import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PolicyLayerInvalid } from '../../core/runtime/policy-layer.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';

export const shipped = 'layers/policy';
const made: string[] = [];

/** A new directory for a layer, until `discardLayers`. */
export const newLayerDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'layer-'));
  made.push(dir);
  return dir;
};

export const discardLayers = (): void => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
};

/** A copy of the shipped layer with one file changed. */
export const changed = (path: string, change: (text: string) => string): string => {
  const dir = newLayerDir();
  cpSync(shipped, dir, { recursive: true });
  let before = '';
  try {
    before = readFileSync(join(dir, path), 'utf8');
  } catch {
    // A new file.
  }
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(dir, path), after);
  return dir;
};

/** The one line with which a layer is refused. Throws where it is accepted. */
export const refusal = (dir: string): string => {
  try {
    loadPolicyLayer(dir);
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyLayerInvalid);
    const { message } = error instanceof Error ? error : new Error('no error');
    expect(message).not.toContain('\n');
    return message;
  }
  throw new Error('the layer was accepted');
};
