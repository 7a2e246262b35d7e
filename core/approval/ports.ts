/** HMAC-SHA-256 with a key nobody holds. Two keys, four parties: see docs/security.md. */
export type MacGenerator = { generate(message: Uint8Array): Promise<Uint8Array> };
/** False for a wrong MAC; throws only when the key service cannot answer. */
export type MacVerifier = { verify(message: Uint8Array, mac: Uint8Array): Promise<boolean> };

/** A message to one approver or, without one, to everybody subscribed. Subject at most 100 ASCII characters. */
export type Notice = { to?: string; subject: string; text: string; data: Record<string, unknown> };
export type Notices = {
  send(notice: Notice): Promise<void>;
  /** Which of these approvers can be reached now. */
  reachable(approvers: readonly string[]): Promise<string[]>;
};

/** What a token of the identity provider says that verifies: whose it is, and the groups they are in. */
export type TokenClaims = { subject: string; groups: readonly string[] };
/** Undefined for whatever is not a valid token for us; nothing that is sent makes it throw. */
export type TokenVerifier = { verify(token: string): Promise<TokenClaims | undefined> };
