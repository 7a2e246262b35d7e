import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledLayer, policyLayerOf } from '../../core/runtime/policy-layer.ts';
import { policyText, readPolicySource } from '../../core/runtime/policy-source.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { TemplateModel } from '../../local/template/model.ts';
import { readTemplate } from '../../local/template/read.ts';

/** What all loops stand on. */
export type Ground = {
  /** The bundle of child.ts. */
  program: string;
  dynoxide: string;
  /** Where the policy layer lies as functions open it at their start, and the template as it was read. */
  folder: string;
  policyHash: string;
  policy: PolicyLayer;
  template: TemplateModel;
};

const templateFile = 'template.json';

/** The template that was read when the ground was laid. */
export const givenTemplate = (folder: string): TemplateModel =>
  TemplateModel.parse(JSON.parse(readFileSync(join(folder, templateFile), 'utf8')));

/** Reads template and policy layer of the project at `root` once, for all processes; keeps them in `folder`. */
export const layGround = (root: string, folder: string, programs: { program: string; dynoxide: string }): Ground => {
  const content = readPolicySource(join(root, 'layers/policy'));
  const compiled = policyText(content);
  const template = readTemplate(readFileSync(join(root, 'template.yaml'), 'utf8'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, compiledLayer), compiled);
  writeFileSync(join(folder, templateFile), JSON.stringify(template));
  const policyHash = createHash('sha256').update(compiled, 'utf8').digest('hex');
  return { ...programs, folder, policyHash, policy: policyLayerOf(content), template };
};
