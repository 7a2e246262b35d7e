import { createHash } from 'node:crypto';
import { shellStyle } from './style.ts';

/** A page that knows nothing, and the content security policy that lets it run exactly what it holds. */
export type Shell = { html: string; policy: string };

type Parts = {
  title: string;
  /** Facts of this deployment for the script; never of a request or a person. */
  meta: string;
  script: string;
  /** What this page needs beside the style of all. */
  style?: string;
  /** What is there before the script has anything to show. */
  body: string;
};

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Exactly this script and this style, talk to this host only, and no way for text to become markup. */
const policyFor = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/**
 * One whole page of ours: no asset from elsewhere, the same bytes for everybody. Throws for a script or a style that would
 * end its own tag: the bytes between the tags are what the browser hashes.
 */
export const shellDocument = ({ title, meta, script, style: own = '', body }: Parts): Shell => {
  const style = shellStyle + own;
  if (/<\/(?:script|style)/i.test(script + style)) throw new Error('a script or the style would end its own tag');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${meta}<title>${title} · Sovereign Ops</title>
<style>${style}</style>
</head>
<body>
${body}
<p id="live" class="unseen" aria-live="polite"></p>
<script>${script}</script>
</body>
</html>
`;
  return { html, policy: policyFor(script, style) };
};
