import { describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { renamedPolicy } from '../../../../local/endpoint/renamed-policy.ts';
import { sampleGateway } from '../../../../local/scenarios/world.ts';

const dir = 'layers/policy';

describe('the policy with the names of an endpoint', () => {
  it('is the policy itself where there are none', () => {
    expect(renamedPolicy(dir, new Map()).version).toBe(loadPolicyLayer(dir).version);
  });

  it('names them in limits and runbooks, and is another version', () => {
    const { failed, standby, subnetId } = sampleGateway;
    const names = new Map([
      [failed, 'eni-0f'],
      [standby, 'eni-0e'],
      [subnetId, 'subnet-0d'],
    ]);
    const { version, policy, runbooks } = renamedPolicy(dir, names);
    const sample = loadPolicyLayer(dir);
    expect(version).not.toBe(sample.version);
    const text = JSON.stringify([policy, runbooks]);
    for (const [name, real] of names) {
      expect(JSON.stringify([sample.policy, sample.runbooks])).toContain(name);
      expect(text).not.toContain(name);
      expect(text).toContain(real);
    }
  });
});
