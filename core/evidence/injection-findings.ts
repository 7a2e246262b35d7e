import { createHash } from 'node:crypto';
import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';
import { injectionPatterns } from './injection.ts';
import { bounds, screen } from './sanitize.ts';

/** More different texts than this are one attack; the rest is counted and not listed. */
const mostHashes = 20;

/**
 * One finding for all texts that talk to a model, and the SHA-256 of each as it was screened. The text itself is not
 * repeated: whoever looks into it finds it by its hash in the source. `reported` are families that such evidence is about.
 */
export const injectionFindings = (
  texts: readonly string[],
  resource: Resource,
  reported: ReadonlySet<string> = new Set(),
): { findings: Finding[]; hashes: string[] } => {
  const matched = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    const screened = screen(text, bounds.logMessage).text;
    const patterns = injectionPatterns(screened).filter((name) => !reported.has(name));
    if (patterns.length > 0) matched.set(createHash('sha256').update(screened, 'utf8').digest('hex'), patterns);
  }
  if (matched.size === 0) return { findings: [], hashes: [] };
  const names = [...new Set([...matched.values()].flat())].toSorted();
  return {
    findings: [
      {
        fact: 'injection',
        summary: `${matched.size} texts in the evidence address a model instead of reporting: ${names.join(', ')}`,
        resource,
        data: { texts: matched.size, patterns: names.join(', ') },
      },
    ],
    hashes: [...matched.keys()].slice(0, mostHashes),
  };
};
