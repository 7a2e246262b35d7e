import type { SignIn } from '../sign-in/configuration.ts';
// oxlint-disable-next-line import/default -- the build makes this module, see inline.d.ts
import script from './page.client.ts?inline';
import { signInMeta } from './meta.ts';
import { type Shell, shellDocument } from './shell-document.ts';

const body = `<header class="bar"><div class="wrap"><span class="brand">Sovereign Ops</span><span id="timer" role="timer"></span></div></header>
<main id="main" class="wrap" aria-busy="true">
<h1>Approval</h1>
<p id="loading" class="quiet">Loading the request. Nothing changes until you decide.</p>
<noscript><p class="notice">This page needs JavaScript: the key in your link must not reach a server log, so only a script in your browser may read it. Nothing was decided by opening this page.</p></noscript>
</main>`;

/**
 * The approval page: the same bytes for every id and every person. It knows where people sign in, and asks for nothing
 * until its script sends the token from the fragment, or the one of a sign-in.
 */
export const approvalShell = (signIn?: SignIn): Shell =>
  shellDocument({ title: 'Approval', meta: signInMeta(signIn), script, body });
