import type { SignIn } from '../sign-in/configuration.ts';
// oxlint-disable-next-line import/default -- the build makes this module, see inline.d.ts
import script from './page.client.ts?inline';
import { signInMeta } from './shell/meta.ts';
import { type Shell, shellDocument } from './shell/shell-document.ts';

const body = `<header class="bar"><div class="wrap"><span class="brand">Sovereign Ops</span><span id="timer" role="timer"></span></div><p id="connection" class="wrap"></p></header>
<main id="main" class="wrap" aria-busy="true">
<h1>Approval <span lang="zh-TW">核准</span></h1>
<p class="quiet">Loading the request. Nothing changes until you decide.</p>
<p class="quiet" lang="zh-TW">正在載入請求。在您決定之前不會有任何變更。</p>
<noscript><div class="notice"><p>This page needs JavaScript: the key in your link must not reach a server log, so only a script in your browser may read it. Nothing was decided by opening this page.</p><p lang="zh-TW">本頁需要 JavaScript：連結中的金鑰不得出現在伺服器記錄中，因此只能由您瀏覽器中的程式讀取。開啟本頁不會作成任何決定。</p></div></noscript>
</main>`;

/**
 * The approval page: the same bytes for every id and every person. It knows where people sign in, and asks for nothing
 * until its script sends the token from the fragment, or the one of a sign-in.
 */
export const approvalShell = (signIn?: SignIn): Shell =>
  shellDocument({ title: 'Approval', meta: signInMeta(signIn), script, body });
