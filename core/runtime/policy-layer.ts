import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cedarDecide } from '../policy/cedar.ts';
import type { PolicyAnswer, PolicyLayer, PolicyRequest } from '../policy/layer.ts';
import { PolicyContent, policyText } from '../policy/policy-content.ts';
import { cedarEngine } from './cedar-engine.ts';

/** The layer cannot be used. One line: the file, the field, what was expected and what was found. */
export class PolicyLayerInvalid extends Error {
  override readonly name = 'PolicyLayerInvalid';
}

/** What the build puts beside the sources: all of them, checked, in one file. */
export const compiledLayer = 'layer.json';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A checked content with its version and its decisions; the Cedar engine is loaded for the first of them. */
export const policyLayerOf = (content: PolicyContent): PolicyLayer => {
  let ready: ((request: PolicyRequest) => PolicyAnswer) | undefined;
  const { cedar, ...rest } = content;
  return {
    ...rest,
    version: sha256(policyText(content)),
    decide: (request) => {
      ready ??= cedarDecide(cedarEngine(), cedar, rest.policy);
      return ready(request);
    },
  };
};

/**
 * The layer as a function opens it at its start. Its bytes must be those the function was built with: anything else means
 * that layer and code were not published together, and the function does not start.
 */
export const openPolicyLayer = (dir: string, expectedHash: string): PolicyLayer => {
  const file = join(dir, compiledLayer);
  const text = readFileSync(file, 'utf8');
  const found = sha256(text);
  if (found !== expectedHash) {
    throw new PolicyLayerInvalid(
      `${file}: expected the policy layer with content hash ${expectedHash}, found ${found}: build and deploy both together`,
    );
  }
  return policyLayerOf(PolicyContent.parse(JSON.parse(text)));
};
