import { markdownTable } from '../incident/markdown-table.ts';
import { type Parent, categories, parents } from './categories.ts';
import { categoryRules } from './category-rules.ts';

const parentSays: Readonly<Record<Parent, string>> = {
  resource_exhaustion: 'Something finite ran out or is at its limit.',
  configuration_error: 'Somebody set something wrong, or released something that does not work.',
  infrastructure: 'The platform beneath the workload failed.',
  security: 'Somebody or something is in the workload that should not be.',
};

const code = (text: string): string => `\`${text}\``;

const rulesOf = (category: string): string[] =>
  categoryRules
    .filter((rule) => rule.category === category)
    .map((rule) => {
      const beside = rule.with === undefined ? '' : ` with ${rule.with.map(code).join(' or ')}`;
      return `${rule.proof.map(code).join(' or ')}${beside} (${rule.confidence}): ${rule.because}`;
    });

const section = (parent: Parent): string => {
  const rows = Object.entries(categories)
    .filter(([, category]) => category.parent === parent)
    .map(([id, { meaning, synonyms }]) => {
      const rules = rulesOf(id);
      return [
        [code(id), ...synonyms.map((synonym) => `also ${code(synonym)}`)].join(', '),
        meaning,
        rules.length === 0 ? 'no rule: only a model can name it' : rules.join('; '),
      ];
    });
  return `## ${code(parent)}\n\n${parentSays[parent]}\n\n${markdownTable(['cause', 'means', 'named by rules when'], rows)}`;
};

/** docs/causes.md: every cause that can be named, with its parent, its meaning and the facts by which rules name it. */
export const causesPage = (): string =>
  `${[
    '# Causes',
    'Made by `npm run docs` from `docs/causes.json` and `core/diagnosis/rules/`; a test compares them.',
    'Rules and a model may name these causes and no other. The number in brackets is the confidence by that fact alone; facts that support it add to it, and a fault elsewhere than on what the alarm is about counts less. Runbooks name the same identifiers under `remedies[].cause`.',
    ...parents.map(section),
  ].join('\n\n')}\n`;
