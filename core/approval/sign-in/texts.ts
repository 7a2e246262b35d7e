import type { PageTexts } from '../../policy/language/page-texts.ts';

/** What the page after a sign-in says when nobody was signed in. */
export const signedInKeys = [
  'signInFailed',
  'signInNotBegun',
  'signInRefused',
  'signInNoToken',
  'signInTooLarge',
  'signInAnotherNonce',
  'signInNoStorage',
  'signInBack',
] as const satisfies readonly (keyof PageTexts)[];
export type SignedInTexts = Pick<PageTexts, (typeof signedInKeys)[number]>;

const primary = (tag: string): string => tag.toLowerCase().replace(/-.*/, '');

/**
 * The first language that a browser prefers and that is there; `zh` and `zh-HK` are served by `zh-TW` rather than by none
 * of theirs. Else the first that is there.
 */
export const preferredLanguage = (there: readonly string[], preferred: readonly string[]): string | undefined => {
  for (const tag of preferred) {
    const exact = there.find((one) => one.toLowerCase() === tag.toLowerCase());
    const found = exact ?? there.find((one) => primary(one) === primary(tag));
    if (found !== undefined) return found;
  }
  return there[0];
};
