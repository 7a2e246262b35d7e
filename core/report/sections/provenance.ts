import type { TransitionRecord } from '../../incident/step.ts';
import { choiceSetDigest, sha256 } from '../../remediation/digest.ts';
import { code, joined, type Line, list, section, type Section, strong, text } from '../document.ts';
import type { Facts } from '../facts.ts';
import { sortedDigests, spoken } from '../words.ts';

const stepLine = ({ seq, to, by, versions, digests }: TransitionRecord): Line => [
  `Step ${seq}, ${spoken(to)}, ${by} `,
  code(versions.function),
  ', policy ',
  code(versions.policy),
  ...joined([[], ...sortedDigests(digests).map(([name, digest]): Line => [code(name), ' ', code(digest)])], '; '),
];

/** What this report was made of, under the name that a step gave its digest. */
const madeOf = ({ evidence, chart, diagnosis, remembered, choices, validation, judged }: Facts): [string, string][] => [
  ...(evidence === undefined ? [] : [['evidence', sha256(evidence)] as [string, string]]),
  ...(chart === undefined ? [] : [['chart', sha256(chart)] as [string, string]]),
  ...(diagnosis === undefined ? [] : [['diagnosis', sha256(diagnosis)] as [string, string]]),
  ...(remembered === undefined ? [] : [['remembered', sha256(remembered)] as [string, string]]),
  ...(choices === undefined ? [] : [['choiceSet', choiceSetDigest(choices)] as [string, string]]),
  ...(validation === undefined ? [] : [['validation', sha256(validation)] as [string, string]]),
  ...(judged === undefined ? [] : [['judged', sha256(judged)] as [string, string]]),
];

/** Whether what is stored now is what the step recorded when it stored it. */
const compared = (facts: Facts): Line[] =>
  madeOf(facts).map(([name, digest]) => {
    const steps = facts.history.filter(({ digests }) => digests[name] !== undefined);
    const same = steps.find(({ digests }) => digests[name] === digest);
    if (same !== undefined) return [code(name), ` is what step ${same.seq} recorded`];
    const says = steps.length === 0 ? 'no step recorded its digest' : 'NOT WHAT WAS RECORDED by a step';
    return [code(name), ': ', strong(says), ', found ', code(digest)];
  });

/** With which policy and which build each step was made, on which digests, and whether the records still match them. */
export const provenance = (facts: Facts): Section =>
  section(
    'Versions and digests',
    'No step is on record.',
    ...list('records', compared(facts)),
    ...(facts.history.length === 0
      ? []
      : [text('The steps, with the build and the policy that made each, and their digests:')]),
    ...list('steps', facts.history.filter(({ from, to }) => from !== to).map(stepLine)),
  );
