import { signedIn, signInEnded } from './sign-in.client.ts';

/** What says who sends a request beside its headers: nothing where somebody is signed in, else the token of their link. */
export type Who = { token?: string };
type Reply = { kind: string; status?: number };

/** Whether what the page shows was asked for by somebody who is signed in. */
let shownSignedIn = false;

/**
 * One request of one identity: of whoever is signed in, and else of the link. A sign-in that the server does not take (any
 * more) is over.
 */
const asWhoever = async <R extends Reply>(link: string, ask: (who: Who) => Promise<R>): Promise<R> => {
  if (signedIn() === undefined) return ask({ token: link });
  const reply = await ask({});
  if (reply.kind === 'answered' && (reply.status === 401 || reply.status === 404)) signInEnded();
  return reply;
};

/** Asks for what the page shows. Whoever is not signed in any more is shown it by their link, where they have one. */
export const viewedAs = async <R extends Reply>(link: string, ask: (who: Who) => Promise<R>): Promise<R> => {
  const before = signedIn() !== undefined;
  const reply = await asWhoever(link, ask);
  shownSignedIn = signedIn() !== undefined;
  return before && !shownSignedIn && link !== '' ? asWhoever(link, ask) : reply;
};

/**
 * Decides as whoever the page named, or answers `over` and sends nothing: a sign-in that ended is not made up for by a
 * link.
 */
export const decidedAs = async <R extends Reply>(link: string, ask: (who: Who) => Promise<R>, over: R): Promise<R> =>
  (signedIn() !== undefined) === shownSignedIn ? asWhoever(link, ask) : over;
