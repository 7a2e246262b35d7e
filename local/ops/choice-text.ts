import type { Choice } from './documents.ts';
import { nameOf, shortDigest, valueOf } from './words.ts';

const undone = {
  restore: 'can be undone: the prior values come back',
  'none-needed': 'needs no undo',
  irreversible: 'CANNOT BE UNDONE',
} as const;

/** A choice in lines: what it changes from what to what, its risk, its reach, its undo, its digest. */
export const choiceLines = (choice: Choice): string[] => {
  const { risk, blastRadius, expected, quorum, digest } = choice;
  const { resources, changePercent } = blastRadius;
  const most = changePercent === null ? '' : `, by ${Math.round(changePercent)} % at most`;
  return [
    ...(choice.mode === undefined ? [] : [`proposal only (mode ${choice.mode}): nothing will be executed`]),
    ...(choice.title === undefined ? [] : [choice.title]),
    ...choice.actions.flatMap((action) => [
      `${action.title} (${nameOf(action.target)})`,
      ...action.fields.map(({ path, before, after }) => `  ${path}: ${valueOf(before)} -> ${valueOf(after)}`),
      `  ${undone[action.undo]}`,
    ]),
    `risk ${risk.level}${risk.factors.length === 0 ? '' : `: ${risk.factors.join('; ')}`}`,
    `reaches ${resources} ${resources === 1 ? 'resource' : 'resources'}${most}; expected: ${expected.summary}`,
    ...(quorum.people > 1 ? [`${quorum.people} people of ${quorum.roles} roles must approve it`] : []),
    `digest ${shortDigest(digest)}`,
  ];
};

/** All choices of a request or of a proposal, numbered as `--choice` takes them. */
export const choiceRows = (choices: readonly Choice[]): [string, ...string[]][] =>
  choices.map((choice, n) => [`Choice ${n + 1}`, ...choiceLines(choice)]);
