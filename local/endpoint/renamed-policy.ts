import type { PolicyLayer } from '../../core/policy/layer.ts';
import { PolicyContent } from '../../core/policy/policy-content.ts';
import { policyLayerOf } from '../../core/runtime/policy-layer.ts';
import { loadPolicyLayer, policyText, readPolicySource } from '../../core/runtime/policy-source.ts';

/** The policy layer of a folder with other names in it; it is then another version of the policy, and says so. */
export const renamedPolicy = (dir: string, names: ReadonlyMap<string, string>): PolicyLayer => {
  if (names.size === 0) return loadPolicyLayer(dir);
  let text = policyText(readPolicySource(dir));
  for (const [sample, real] of names) text = text.replaceAll(sample, real);
  return policyLayerOf(PolicyContent.parse(JSON.parse(text)));
};
