import { barsText } from './bars-text.ts';
import { chartLine } from './chart-text.ts';
import type { Block, Line, Part, Report, Section } from './document.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { utc } from './utc.ts';

const partOf = (part: Part): string => {
  if (typeof part === 'string') return part;
  if ('strong' in part) return `**${part.strong}**`;
  if ('fact' in part) return markdownText(part.fact);
  if ('code' in part) return markdownCode(part.code);
  // The marks around what somebody said cannot stand in it.
  if ('quote' in part) return `“${markdownText(part.quote.replaceAll(/[“”]/g, '"'))}”`;
  return utc(part.time);
};

const lineOf = (line: Line): string => line.map(partOf).join('');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const blockOf = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return lineOf(block.line);
    case 'list':
      return block.items.map((item) => `- ${lineOf(item)}`).join('\n');
    case 'table':
      return [
        row(block.head),
        row(block.head.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(lineOf))),
      ].join('\n');
    case 'bars':
      return barsText(block.bars);
    case 'charts':
      return block.charts.map(({ view }) => lineOf(chartLine(view))).join('\n\n');
    default:
      return block satisfies never;
  }
};

const sectionOf = ({ title, blocks }: Section): string => [`## ${title}`, ...blocks.map(blockOf)].join('\n\n');

/** A report as Markdown (CommonMark with tables). Whatever was recorded is text in it, and nothing else. */
export const markdown = ({ title, summary, sections }: Report): string =>
  `${[`# ${lineOf(title)}`, lineOf(summary), ...sections.map(sectionOf)].join('\n\n')}\n`;
