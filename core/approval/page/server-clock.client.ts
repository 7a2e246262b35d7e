/**
 * The time of the server. Neither clock of a phone is enough alone: the wall clock may be set anew, and the steady one may
 * stand still while the phone sleeps. Whichever says that more time has passed is believed: late means no.
 */
let known = { server: 0, wall: 0, steady: 0 };

/** Takes the time of the server as it was a moment ago. */
export const learnTime = (iso: string): void => {
  known = { server: Date.parse(iso), wall: Date.now(), steady: performance.now() };
};

/** Milliseconds since 1970 by the server's clock. */
export const serverTime = (): number =>
  known.server + Math.max(performance.now() - known.steady, Date.now() - known.wall);
