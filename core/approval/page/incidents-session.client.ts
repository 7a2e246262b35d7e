const name = 'sovereign-ops.id-token';

const kept = (): Map<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(name) ?? '{}');
    return new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []);
  } catch {
    return new Map();
  }
};

/** The headers that say who is signed in; none where nobody is. */
export const signedInHeaders = (): Record<string, string> => {
  const found = kept();
  const [token, secret, until] = ['token', 'secret', 'until'].map((field) => found.get(field));
  if (typeof token !== 'string' || typeof secret !== 'string' || !(Date.now() < Number(until))) return {};
  return { authorization: `Bearer ${token}`, 'sign-in-secret': secret };
};

/** Whether this deployment has an identity provider that people can sign in at from here. */
export const signInPossible = (): boolean => document.querySelector('meta[name="sign-in"]') !== null;

/** Leaves this page for the identity provider; false where that is not possible. */
export const signIn = async (): Promise<boolean> => false;

/** Forgets who is signed in. */
export const signOut = (): void => {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Then nothing was kept.
  }
};
