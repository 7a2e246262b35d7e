/** The Object Lock bucket: what is put is there for good. */
export type AuditStore = {
  /** `exists` when the key is taken (`If-None-Match: *`); the stored bytes are then not changed. */
  put(key: string, body: string): Promise<'stored' | 'exists'>;
  get(key: string): Promise<string | undefined>;
  /** Keys below a prefix, ascending, all pages; only those that sort after `after`. */
  list(prefix: string, after?: string): Promise<string[]>;
};
/** What somebody may know of the trail who neither reads nor writes it. */
export type AuditTrail = { has(key: string): Promise<boolean> };
/** ECDSA P-256 over SHA-256 with a key nobody holds; DER signature as KMS returns it. */
export type Signer = { keyId: string; sign(message: Uint8Array): Promise<Uint8Array> };
