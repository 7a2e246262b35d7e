/** One kind of secret or personal datum and what stands in its place. `$1` keeps what only names the secret. */
type Redaction = { what: string; pattern: RegExp; replacement: string };

/**
 * Every quantifier is bounded or runs over a class its neighbor excludes: a hostile line costs linear time. Nothing here
 * matches its own replacement, so that screening twice counts once.
 */
const redactions: readonly Redaction[] = [
  {
    what: 'private key, cut off or whole',
    pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/gs,
    replacement: '[redacted private key]',
  },
  {
    // The prefixes of access key ids in the IAM user guide, "Understanding unique ID prefixes".
    what: 'cloud access key id',
    pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{35}/g,
    replacement: '[redacted access key]',
  },
  {
    what: 'JSON web token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*){0,2}/g,
    replacement: '[redacted token]',
  },
  {
    what: 'authorization header',
    pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi,
    replacement: '$1 [redacted token]',
  },
  {
    what: 'password in a URL',
    pattern: /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@[\]]{0,200}):[^\s@[\]]{1,200}@/gi,
    replacement: '$1:[redacted]@',
  },
  {
    what: 'named secret',
    pattern:
      /\b([A-Za-z0-9_.-]{0,40}(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|token)["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"',;&[\]{}]{4,}/gi,
    replacement: '$1[redacted]',
  },
  {
    what: 'e-mail address',
    pattern: /\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\b/g,
    replacement: '[redacted e-mail]',
  },
];

/** `text` with what looks like a secret or an e-mail address replaced, and how many were. */
export const redact = (text: string): { text: string; redacted: number } => {
  let redacted = 0;
  let safe = text;
  for (const { pattern, replacement } of redactions) {
    redacted += safe.match(pattern)?.length ?? 0;
    safe = safe.replace(pattern, replacement);
  }
  return { text: safe, redacted };
};
