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
