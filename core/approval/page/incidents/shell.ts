import { fallbackLanguage, type Language } from '../../../policy/language/language.ts';
// oxlint-disable-next-line import/default -- the build makes this module, see inline.d.ts
import script from './incidents.client.ts?inline';
import { incidentsStyle } from './style.ts';
import type { SignIn } from '../../sign-in/configuration.ts';
import { meta, signInMeta } from '../shell/meta.ts';
import { type Shell, shellDocument } from '../shell/shell-document.ts';

const body = `<header class="bar"><div class="wrap"><span class="brand">Sovereign Ops</span><span id="session"></span></div></header>
<main id="main" class="wrap" aria-busy="true">
<h1>Incidents</h1>
<noscript><p class="notice">This page needs JavaScript: whoever reads it must show who they are, and only a script in your browser can do that here.</p></noscript>
</main>
<footer class="wrap"><p id="as-of" class="quiet small"></p></footer>`;

/** The words of the list in every language of the layer, the one for everybody first: nobody is known yet. */
const wordsOf = (languages: Readonly<Record<string, Language>>): string => {
  const ordered = Object.entries(languages).toSorted(
    ([a], [b]) => Number(b === fallbackLanguage) - Number(a === fallbackLanguage) || (a < b ? -1 : 1),
  );
  return JSON.stringify(Object.fromEntries(ordered.map(([tag, { list }]) => [tag, list])));
};

/**
 * The list of incidents: inert, the same bytes for everybody. Its script asks `POST ops/list` with the token of whoever is
 * signed in, and shows nothing to anybody else. It knows where people sign in.
 */
export const incidentsShell = (languages: Readonly<Record<string, Language>>, signIn?: SignIn): Shell =>
  shellDocument({
    title: 'Incidents',
    meta: signInMeta(signIn) + meta('words', wordsOf(languages)),
    script,
    style: incidentsStyle,
    body,
  });
