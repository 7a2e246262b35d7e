import type { Model } from '../../core/diagnosis/ports.ts';

const alarmed = /^alarmed resource \| (.+)$/m;
const killed = /^(S\d+) \| \w+ \| oom_killed \|/m;

/** A model that names what kills a container, with the evidence for it, and has nothing to say of anything else. */
export const speakingModel: Model = {
  // It has a price in the policy layer.
  id: 'amazon.nova-lite-v1:0',
  ask: async ({ prompt }) => {
    const resource = alarmed.exec(prompt)?.[1];
    const signal = killed.exec(prompt)?.[1];
    const said =
      resource === undefined || signal === undefined
        ? { verdict: 'abstained', causes: [] }
        : {
            verdict: 'diagnosed',
            causes: [
              { category: 'oom_killed', resource, summary: 'out of memory', confidence: 0.9, citations: [signal] },
            ],
          };
    return { input: said, raw: JSON.stringify(said), inputTokens: 2000, outputTokens: 100 };
  },
};
