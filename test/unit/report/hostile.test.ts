import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../core/report/html.ts';
import { incidentReport } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import type { Facts } from '../../../core/report/facts.ts';
import { optionOf } from '../../../core/knowledge/option.ts';
import { diagnosis } from '../../support/approval-page.ts';
import { chart, judged } from '../../support/chart.ts';
import { facts } from '../../support/facts.ts';
import { attacks } from '../../support/hostile-texts.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

/** Fields that a schema bounds to words of our own; every other string of a record may be anything. */
const ours = new Set(
  (
    'status from to by kind severity purpose identity level undo outcome source comparison verdict at time onset openedAt ' +
    'changedAt closedAt decidedAt executedAt createdAt expiresAt idempotencyKey chosenDigest choiceSetDigest approvalId id ' +
    'citations unreadable is unit bad'
  ).split(' '),
);

/** The same records with one text in every free field, names of fields included. */
const poisoned = (value: unknown, text: string, name = ''): unknown => {
  if (typeof value === 'string') return ours.has(name) ? value : text;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, text, name));
  if (typeof value !== 'object' || value === null) return value;
  const thing = name === 'resource' || name === 'target';
  const named = name === 'prior' || name === 'observed' || name === 'digests';
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [named ? text : key, poisoned(inner, text, thing ? '' : key)]),
  );
};
const usual = await facts();
/** With everything that may be absent. */
const known: Facts = {
  ...usual,
  diagnosis: {
    ...diagnosis,
    source: 'model',
    considered: [{ category: 'crash_loop', reason: 'no' }],
    missing: ['more'],
    disagreement: 'both',
    modelNote: 'far away',
  },
  remembered: {
    similar: (usual.remembered?.similar ?? []).map((one) => ({ ...one, option: optionOf(proposal()) })),
    gap: 'some',
  },
  choices: choiceSet(proposal({ title: 'this' }), proposal({ title: 'that', region: 'elsewhere' })),
  decisions: usual.decisions.map((one) => ({ ...one, reason: 'because' })),
  journal: usual.journal.map((line) => ({ ...line, status: 'outcome_unknown', error: 'gone' })),
  unreadable: ['a step'],
};
/** With its charts and their signs: apart, as the longest texts in all fields at once would leave no room for charts. */
const charted: Facts = {
  ...usual,
  evidence: usual.evidence && {
    ...usual.evidence,
    signals: usual.evidence.signals
      .slice(0, 1)
      .map((one) => ({ ...one, kind: 'change', time: usual.incident.openedAt })),
  },
  chart: chart(),
  judged,
};
const rendered = (text: string): { page: string; file: string } => {
  const reports = [known, charted].map((one) => incidentReport(poisoned(one, text) as Facts));
  return { page: reports.map(html).join(''), file: reports.map(markdown).join('') };
};

/** What is left of Markdown when code, escapes, entities and words are taken away: its structure. */
const structure = (text: string): string =>
  text
    .replaceAll(/^```[^]*?^```/gm, 'FENCE')
    .replaceAll(/^\| --- .*$/gm, 'RULE')
    .replaceAll(/^- /gm, 'ITEM')
    .replaceAll(/`[^`\n]*`/g, '')
    .replaceAll(/\\[!-/:-@[-`{-~]/g, '')
    .replaceAll(/&(?:amp|lt|gt|#124|#96);/g, '')
    .replaceAll(/(?<=\p{L}|\p{N})_(?=\p{L}|\p{N})/gu, '')
    .replaceAll(/[^#*_~|`<>[\]$@\n]+/g, '');
const tags = (page: string): string[] => page.match(/<[^>]*>/g) ?? [];

const tame = rendered('tame');
const tameStructure = structure(tame.file);
const tameTags = tags(tame.page);

// The table holds UTF-8, so no half of a character; what does not fit is cut, which size.test.ts is about.
const storable = attacks.filter((text) => !/\p{Cs}/u.test(text) && Buffer.byteLength(text.slice(0, 300)) <= 600);

describe('hostile texts in every field of a report', () => {
  it.each(storable.map((text) => [text.slice(0, 40), text]))('stay texts: %j', (_short, text) => {
    const { page, file } = rendered(text);
    expect(structure(file)).toBe(tameStructure);
    expect(file.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/[<>@]/);
    expect(file).not.toMatch(/:\/\/|www\./);
    expect(tags(page)).toEqual(tameTags);
    expect(page).toContain('<svg');
    expect(file + page).not.toMatch(/[^\P{C}\n]/u);
  });

  it('allows one style and nothing else', async () => {
    const page = html(incidentReport(charted));
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style, 'utf8').digest('base64');
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    expect(page).toContain('class="chart"');
    // A chart cuts its line with a shape of the same document.
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|url\((?!#)|https?:/);
  });
});
