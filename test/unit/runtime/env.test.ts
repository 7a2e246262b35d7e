import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EnvironmentError, readEnv } from '../../../core/runtime/env.ts';

const Env = z.object({
  TABLE_NAME: z.string().min(1).describe('the name of the table'),
  NOTICE_DETAIL: z.enum(['minimal', 'full']),
  MODEL_ID: z.string().default(''),
});

const failing = (source: NodeJS.ProcessEnv): string => {
  try {
    readEnv(Env, source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('nothing was thrown');
};

describe('environment', () => {
  it('gives the parsed variables, with the defaults, and nothing else', () => {
    const env = readEnv(Env, { TABLE_NAME: 'incidents', NOTICE_DETAIL: 'full', PATH: '/bin' });
    expect(env).toEqual({ TABLE_NAME: 'incidents', NOTICE_DETAIL: 'full', MODEL_ID: '' });
  });

  it('names a missing variable and what was expected', () => {
    expect(failing({ NOTICE_DETAIL: 'full' })).toBe(
      'environment variable TABLE_NAME: expected the name of the table, found nothing',
    );
  });

  it('shows what was found instead', () => {
    expect(failing({ TABLE_NAME: 't', NOTICE_DETAIL: 'some' })).toMatch(
      /^environment variable NOTICE_DETAIL: expected .*"minimal"\|"full".*, found "some"$/,
    );
  });

  it('is one line, whatever was found', () => {
    expect(failing({ TABLE_NAME: 't', NOTICE_DETAIL: `two\nlines${'x'.repeat(500)}` })).toMatch(/^.{1,250}$/);
  });

  it('names every wrong variable at once', () => {
    expect(failing({})).toMatch(/TABLE_NAME: .*; environment variable NOTICE_DETAIL: /);
  });
});
