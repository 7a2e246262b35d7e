/** HMAC-SHA-256 with a key nobody holds. Two keys, four parties: see docs/security.md. */
export type MacGenerator = { generate(message: Uint8Array): Promise<Uint8Array> };
/** False for a wrong MAC; throws only when the key service cannot answer. */
export type MacVerifier = { verify(message: Uint8Array, mac: Uint8Array): Promise<boolean> };

/** Readers who are nobody in particular: a channel, and queues or functions. Neither is ever sent a link. */
export type Audience = 'chat' | 'machine';
export type Recipient = { approver: string } | { audience: Audience };

/**
 * A message to one recipient. Subject: fewer than 100 printable ASCII characters. `data` is what a program reads; to a
 * channel it is the notification of the chat service itself.
 */
export type Notice = { to: Recipient; subject: string; text: string; data: Readonly<Record<string, unknown>> };

/** A subscription by which somebody may receive a link that is not theirs. */
export type UnsafeSubscription = { id: string; why: string };

export type Reach = {
  /** Which of the approvers that were asked about have a confirmed subscription that nobody but them can end. */
  reachable: string[];
  /** Which of the others would be, had their subscription been confirmed with authentication. */
  unauthenticated: string[];
  /** While there is one, no link is sent to anybody. */
  unsafe: UnsafeSubscription[];
};

export type Notices = {
  send(notice: Notice): Promise<void>;
  /** Who can be sent a link now, and whether links can be sent at all. */
  reach(approvers: readonly string[]): Promise<Reach>;
};

/** What a token of the identity provider says that verifies: whose it is, and the groups they are in. */
export type TokenClaims = { subject: string; groups: readonly string[] };
/** Undefined for whatever is not a valid token for us; nothing that is sent makes it throw. */
export type TokenVerifier = { verify(token: string): Promise<TokenClaims | undefined> };
