import { createHash } from 'node:crypto';
import { htmlText } from '../../core/incident/html-text.ts';
import type { Person } from './people.ts';

const style = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1c1b22;--loud:#7a1f5c;--loud-ink:#fff;--line:#8a8894}
@media (prefers-color-scheme:dark){:root{--ground:#15141a;--ink:#eceaf2;--loud:#f0b6dc;--loud-ink:#2b0a20;--line:#7d7a8a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:32rem;margin:0 auto;padding:1rem;display:grid;gap:1rem}
h1,p,ul{margin:0;padding:0}
h1{font-size:1.5rem;line-height:1.25}
.stand-in{background:var(--loud);color:var(--loud-ink);padding:.75rem 1rem;font-weight:600}
ul{list-style:none;display:grid;gap:.75rem}
button{font:inherit;width:100%;min-height:3.25rem;padding:.5rem 1rem;text-align:left;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.5rem;cursor:pointer}
button b{display:block}
button:focus-visible{outline:3px solid var(--loud);outline-offset:2px}
`;

const document = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · stand-in identity provider</title>
<style>${style}</style>
</head>
<body>
<header class="stand-in">This is a stand-in for your identity provider, on this machine only. It asks for no password: whoever opens it can be anybody.</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;

/** No script at all; its one form goes to this provider, which sends the browser on to `origin`. */
export const pagePolicy = (origin: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style, 'utf8').digest('base64')}'`,
    `form-action 'self' ${origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

const personButton = ({ sub, name, role, teams }: Person): string => {
  const what = [role, ...teams].join(', ');
  return `<li><button name="as" value="${htmlText(sub)}"><b>${htmlText(name)}</b>${htmlText(sub)} (${htmlText(what)})</button></li>`;
};

/** Asks who somebody is; the request travels along, and is judged again with the answer. */
export const choicePage = (people: readonly Person[], request: URLSearchParams): string => {
  const hidden = [...request].map(
    ([name, value]) => `<input type="hidden" name="${htmlText(name)}" value="${htmlText(value)}">`,
  );
  const nobody = people.length === 0 ? '<p>Nobody in the roster has an <code>oidc</code> subject.</p>\n' : '';
  return document(
    'Sign in as',
    `<p>The people of <code>layers/policy/roster.yaml</code>, each in the groups of their role.</p>
${nobody}<form method="post" action="/authorize">
${hidden.join('\n')}
<ul>
${people.map(personButton).join('\n')}
<li><button name="as" value="">Cancel</button></li>
</ul>
</form>`,
  );
};

/** Why nobody is asked anything. */
export const turnedAwayPage = (why: string): string => document('Nobody is signed in', `<p>${htmlText(why)}.</p>`);
