/** What the pages say. Facts (names, values, reasons, summaries) are put in as they are recorded, in no language. */
export const pageTexts = {
  approve: [],
  reject: [],
  // Signing in.
  signInTitle: [],
  signIn: [],
  signInWith: [],
  signInByOps: [],
  signInOver: [],
  signedInAs: ['name', 'role'],
  signOut: [],
  signOutHere: [],
  signInFailed: [],
  signInNotBegun: [],
  signInRefused: [],
  signInNoToken: [],
  signInTooLarge: [],
  signInAnotherNonce: [],
  signInNoStorage: [],
  signInBack: [],
} as const;
export type PageTexts = { readonly [K in keyof typeof pageTexts]: string };
