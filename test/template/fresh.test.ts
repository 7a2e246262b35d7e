import { describe, expect, it } from 'vitest';
import { templateSha256, transformed } from './template.ts';

describe('transformed.json', () => {
  it('was made from this template.yaml: else run test/template/transform.py', () => {
    expect(transformed.Metadata.TemplateSha256).toBe(templateSha256);
  });
});
