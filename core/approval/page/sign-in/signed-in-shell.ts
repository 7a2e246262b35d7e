import { fallbackLanguage, type Language } from '../../../policy/language/language.ts';
import { type SignedInTexts, signedInKeys } from '../../sign-in/texts.ts';
import { meta } from '../shell/meta.ts';
import { type Shell, shellDocument } from '../shell/shell-document.ts';
// oxlint-disable-next-line import/default -- the build makes this module, see inline.d.ts
import script from './signed-in.client.ts?inline';

const body = `<header class="bar"><div class="wrap"><span class="brand">Sovereign Ops</span></div></header>
<main id="main" class="wrap" aria-busy="true">
<h1>Signing in</h1>
<p class="quiet">One moment.</p>
<noscript><p class="notice">This page needs JavaScript: what your identity provider sent must not reach a server log, so only a script in your browser may read it.</p></noscript>
</main>`;

const textsOf = ({ page }: Language): SignedInTexts =>
  // The keys are those of `SignedInTexts`, which `fromEntries` forgets.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(signedInKeys.map((key) => [key, page[key]])) as SignedInTexts;

/**
 * The page that the identity provider sends people back to. Nobody is known here yet, so it holds its few words in every
 * language of the layer, and the browser's preference chooses.
 */
export const signedInShell = (languages: Readonly<Record<string, Language>>): Shell => {
  // The first is the one for everybody whose language is not there.
  const ordered = Object.entries(languages).toSorted(
    ([a], [b]) => Number(b === fallbackLanguage) - Number(a === fallbackLanguage),
  );
  const words = Object.fromEntries(ordered.map(([tag, language]) => [tag, textsOf(language)]));
  return shellDocument({
    title: 'Sign-in',
    meta: meta('words', JSON.stringify(words)),
    script,
    body,
  });
};
