import { createHash } from 'node:crypto';
// oxlint-disable-next-line import/default -- the build makes this module, see inline.d.ts
import script from './page.client.ts?inline';
import { shellStyle } from './style.ts';

// The bytes between the tags are what the browser hashes; a script that could end its own tag would not be what it seems.
if (/<\/(?:script|style)/i.test(script + shellStyle)) throw new Error('the page script or style would end its own tag');

/**
 * The whole page: the same bytes for every id and every person. It knows nothing and asks for nothing until its script
 * sends the token from the fragment. No asset from elsewhere.
 */
export const shellHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Approval · Sovereign Ops</title>
<style>${shellStyle}</style>
</head>
<body>
<header class="bar"><div class="wrap"><span class="brand">Sovereign Ops</span><span id="timer" role="timer"></span></div><p id="connection" class="wrap"></p></header>
<main id="main" class="wrap" aria-busy="true">
<h1>Approval <span lang="zh-TW">核准</span></h1>
<p class="quiet">Loading the request. Nothing changes until you decide.</p>
<p class="quiet" lang="zh-TW">正在載入請求。在您決定之前不會有任何變更。</p>
<noscript><div class="notice"><p>This page needs JavaScript: the key in your link must not reach a server log, so only a script in your browser may read it. Nothing was decided by opening this page.</p><p lang="zh-TW">本頁需要 JavaScript：連結中的金鑰不得出現在伺服器記錄中，因此只能由您瀏覽器中的程式讀取。開啟本頁不會作成任何決定。</p></div></noscript>
</main>
<p id="live" class="unseen" aria-live="polite"></p>
<script>${script}</script>
</body>
</html>
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Exactly this script and this style, talk to this host only, and no way for text to become markup. */
export const shellPolicy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(shellStyle)}`,
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
