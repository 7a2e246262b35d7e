import { createHash } from 'node:crypto';
import { chartSvg } from '../approval/page/chart/svg.ts';
import { barSvg } from './bars-svg.ts';
import { chartLine } from './chart-text.ts';
import { chartWords } from './chart-words.ts';
import type { Block, Line, Part, Report, Section } from './document.ts';
import { reportStyle } from './html-style.ts';
import { htmlText } from '../incident/html-text.ts';
import { utc } from './utc.ts';

/** Nothing but this very style: no script, no picture, no form, no base, nothing from elsewhere. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(reportStyle, 'utf8').digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const partOf = (part: Part): string => {
  if (typeof part === 'string') return htmlText(part);
  if ('strong' in part) return `<strong>${htmlText(part.strong)}</strong>`;
  if ('fact' in part) return `<bdi>${htmlText(part.fact)}</bdi>`;
  if ('code' in part) return `<code><bdi>${htmlText(part.code)}</bdi></code>`;
  if ('quote' in part) return `<q><bdi>${htmlText(part.quote)}</bdi></q>`;
  return `<time datetime="${htmlText(part.time)}">${htmlText(utc(part.time))}</time>`;
};

const lineOf = (line: Line): string => line.map(partOf).join('');

const plain = (line: Line): string =>
  line.map((part) => (typeof part === 'string' ? part : Object.values(part).join(''))).join('');

const cells = ([first = [], ...rest]: readonly Line[]): string =>
  `<tr><th scope="row">${lineOf(first)}</th>${rest.map((cell) => `<td>${lineOf(cell)}</td>`).join('')}</tr>`;

const blockOf = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return `<p>${lineOf(block.line)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${lineOf(item)}</li>`).join('\n')}</ul>`;
    case 'table': {
      const head = block.head.map((name) => `<th scope="col">${htmlText(name)}</th>`).join('');
      return `<table><thead><tr>${head}</tr></thead><tbody>${block.rows.map(cells).join('\n')}</tbody></table>`;
    }
    case 'bars':
      return block.bars
        .map((bar) => `<figure><figcaption><bdi>${htmlText(bar.id)}</bdi></figcaption>${barSvg(bar)}</figure>`)
        .join('\n');
    case 'charts':
      return block.charts
        .map(({ id, view }) => {
          const drawn = chartSvg(view.chart, view.marks, chartWords, { id });
          return `<figure class="chart"><figcaption>${lineOf(chartLine(view))}</figcaption>${drawn}</figure>`;
        })
        .join('\n');
    default:
      return block satisfies never;
  }
};

const sectionOf = ({ title, blocks }: Section): string =>
  `<section>\n<h2>${htmlText(title)}</h2>\n${blocks.map(blockOf).join('\n')}\n</section>`;

/**
 * A report as one HTML file that needs nothing else: no script, no asset, a policy that allows none. Whatever was recorded
 * is a text in it, isolated from the direction of the text around it.
 */
export const html = ({ title, summary, sections }: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlText(plain(title))}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${lineOf(title)}</h1>
<p>${lineOf(summary)}</p>
${sections.map(sectionOf).join('\n')}
</main>
</body>
</html>
`;
