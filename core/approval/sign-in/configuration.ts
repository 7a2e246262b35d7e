/** What a browser needs to sign in: where the provider is, and which client of it this is. Neither is a secret. */
export type SignIn = { authorizeUrl: string; clientId: string };

/** The provider's address for this client; the browser adds what each sign-in has of its own. */
export const signInAddress = ({ authorizeUrl, clientId }: SignIn): string => {
  const url = new URL(authorizeUrl);
  url.searchParams.set('client_id', clientId);
  return url.href;
};
