import { blastRadius } from '../remediation/blast-radius.ts';
import { catalogue } from '../remediation/catalogue.ts';
import { proposalDigest } from '../remediation/digest.ts';
import type { Proposal } from '../remediation/proposal.ts';

/** One planned choice as an operator reads it, with the digest computed from the very object that is shown. */
export const choiceOf = (choice: Proposal) => ({
  digest: proposalDigest(choice),
  ...(choice.title === undefined ? {} : { title: choice.title }),
  ...(choice.mode === undefined ? {} : { mode: choice.mode }),
  actions: choice.actions.map(({ id, target, parameters, touched, undo }) => ({
    id,
    title: catalogue.get(id)?.would(parameters) ?? id,
    target,
    undo,
    fields: touched.map(({ path, before, after }) => ({ path, before, after })),
  })),
  blastRadius: blastRadius(choice.actions),
  risk: choice.risk,
  expected: { summary: choice.expected.summary },
  quorum: choice.quorum,
});
