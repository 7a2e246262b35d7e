import { ibanLength, isCardNumber } from './check-digits.ts';
import { isNamedSecret } from './named-secret.ts';

export const secretKinds = [
  'private key',
  'access key',
  'token',
  'password',
  'named secret',
  'cookie',
  'e-mail',
  'card number',
  'IBAN',
  'phone number',
] as const;
export type SecretKind = (typeof secretKinds)[number];

/**
 * One form of a secret or personal datum. Group 1 of the pattern is kept, group 2 is replaced. Every quantifier is bounded
 * or runs over a class its neighbor excludes: a hostile line costs linear time. Nothing matches its own replacement.
 */
export type SecretForm = {
  kind: SecretKind;
  /** Cheap to look for: a text without it has nothing of this form. */
  sign: RegExp;
  pattern: RegExp;
  replacement: string;
  /** How many leading characters of group 2 are the secret; 0 for none. All of them by default. */
  extent?: (value: string, before: string) => number;
};

const all = (value: string, yes: boolean): number => (yes ? value.length : 0);

const secretNames =
  '(?:password|passwd|passphrase|passcode|pwd|secret|credential|token|(?:api|access|account|secret|private|signing|encryption|master|shared|licen[cs]e|auth|session|storage)[ _-]?key)';
const namedSign = /pass|pwd|secret|credential|token|key/i;

/**
 * Accounts of machines and databases (no person has a mailbox at an AWS endpoint), and units of systemd, which are
 * written as `name@thing` and are nobody's address.
 */
const noPerson =
  /^(?:root|git|postgres|mysql|oracle|ec2-user|ubuntu|nobody)@|\.(?:amazonaws\.com(?:\.cn)?|internal|local|localdomain|lan|svc|service|socket|timer|slice|target|mount|scope|device)$/i;

/** In this order: what is part of something longer comes after it. */
export const secretForms: readonly SecretForm[] = [
  {
    // RFC 7468, OpenSSH and PGP alike; a text that was cut has no end.
    kind: 'private key',
    sign: /PRIVATE KEY/,
    pattern:
      /()(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$))/gs,
    replacement: '[redacted private key]',
  },
  {
    // One line of a key that a program printed line by line: base64 and nothing else. A hash in hex has no capitals.
    kind: 'private key',
    sign: /^[A-Za-z0-9+/]{60,80}={0,2}$/,
    pattern: /^()(\S+)$/g,
    replacement: '[redacted key material]',
    extent: (value) => all(value, /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value)),
  },
  {
    // Prefixes of access key ids: IAM user guide, "Understanding unique ID prefixes". The secret key often stands beside it.
    kind: 'access key',
    sign: /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|AIza/,
    pattern:
      /()\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b(?:[\s:,;|"'=]{1,5}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=]))?|AIza[A-Za-z0-9_-]{35})/g,
    replacement: '[redacted access key]',
  },
  {
    // RFC 7519, also encrypted (five parts) and cut.
    kind: 'token',
    sign: /eyJ[A-Za-z0-9_-]{10}/,
    pattern: /()\b(eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*){0,4})/g,
    replacement: '[redacted token]',
  },
  {
    // The prefixes that GitHub, GitLab, Slack, Stripe, npm, PyPI, Google, HashiCorp, Docker, SendGrid, AWS STS and others
    // document, so that their tokens can be found where they leak.
    kind: 'token',
    sign: /gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox[a-z]-|xapp-|hooks\.slack|[sr]k[_-]|whsec_|npm_|pypi-|ya29\.|GOCSPX-|hv[sbr]\.|dckr_pat_|dop_v1_|SG\.|shpat_|glsa_|NRAK-|hf_|IQoJb3JpZ2lu|F[wQ]oGZXIvYXdzE|\dQ~/,
    pattern:
      /()\b((?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,255}|gl(?:pat|dt|rt|cbt|ptt|ft|soat|oas|imt|agent)-[A-Za-z0-9_.-]{20,300}|xox[abeoprs]-[A-Za-z0-9.-]{10,300}|xapp-[A-Za-z0-9-]{10,300}|hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{10,200}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/=]{16,200}|sk-(?=[A-Za-z_-]{0,60}\d)[A-Za-z0-9_-]{32,300}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,400}|ya29\.[A-Za-z0-9_-]{20,500}|GOCSPX-[A-Za-z0-9_-]{20,60}|hv[sbr]\.[A-Za-z0-9_-]{20,400}|dckr_pat_[A-Za-z0-9_-]{20,100}|dop_v1_[a-f0-9]{64}|SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}|shpat_[a-fA-F0-9]{32}|glsa_[A-Za-z0-9_]{32,60}|NRAK-[A-Z0-9]{27}|hf_[A-Za-z]{34}|(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdzE)[A-Za-z0-9+/=%_-]{20,4000}|[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})/g,
    replacement: '[redacted token]',
  },
  {
    // RFC 9110 section 11: with the header's name whatever follows its scheme, without it what looks like no word.
    kind: 'token',
    sign: /authorization|bearer|basic\s/i,
    pattern:
      /(\bauthorization\\{0,3}["']?\s{0,3}[=:]\s{0,3}\\{0,3}["']?(?:Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey)\s{1,3}|\b(?:Bearer|Basic)\s{1,3}(?=[A-Za-z._~+/-]{0,64}[0-9=]))([A-Za-z0-9._~+/=-]{8,})/gi,
    replacement: '[redacted token]',
  },
  {
    // The signature is what makes a presigned URL a key: SigV4, Google Cloud Storage, Azure SAS.
    kind: 'token',
    sign: /signature|sig=/i,
    pattern: /((?:X-(?:Amz|Goog)-Signature|\bSignature|[?&]sig)=)([A-Za-z0-9%+/=_-]{20,})/gi,
    replacement: '[redacted token]',
  },
  {
    // RFC 6265: names tell nothing that the values do not give away; session ids also without the header.
    kind: 'cookie',
    sign: /cookie|sess(?:ion)?_?id/i,
    pattern:
      /(\b(?:set-)?cookie\\{0,3}["']?\s{0,3}[=:]\s{0,3}\\{0,3}["']?(?=[^\s"'=;,[]{1,100}=)|\b(?:jsessionid|phpsessid|asp\.net_sessionid|connect\.sid)=)([^\s"';,[\\][^\s"';,\\]{0,4096}(?:;\s{0,3}[^\s"'=;,\\]{1,100}=[^\s"';,\\]{1,4096}){0,50})/gi,
    replacement: '[redacted cookie]',
  },
  {
    // RFC 3986 section 3.2.1. A port is no password: `docker-pullable://registry:5000/app@sha256:...`. An `@` within the
    // password goes on to the one that a host follows.
    kind: 'password',
    sign: /:\/\/[^\s/]{0,400}:/,
    pattern:
      /(:\/\/[^\s:/@[\]]{0,200}:)(?!\d{1,5}\/|\[redacted\])([^\s@"'<>]{1,200}(?:@(?![\w.-]{1,253}(?::\d{1,5})?(?:[/?,;\s"'#]|$))[^\s@"'<>]{1,200}){0,3})(?=@)/g,
    replacement: '[redacted]',
  },
  {
    kind: 'password',
    sign: /jdbc:oracle/i,
    pattern: /(jdbc:oracle:\w{1,8}:[^\s/@]{1,64}\/)(?!\[redacted)([^\s@]{1,200})(?=@)/gi,
    replacement: '[redacted]',
  },
  {
    // Programs that take a password as an argument, in a command that somebody logged.
    kind: 'password',
    sign: /mysql|mariadb|sshpass|redis-cli|docker|ldap|curl|--[a-z-]*(?:pass|token|secret|key)/i,
    pattern:
      /(\b(?:mysql|mariadb)[a-z-]{0,10}\s(?:[^|;&]{0,200}?\s)?-p|\bsshpass\s{1,3}-p\s{0,3}|\bredis-cli\b[^|;&]{0,200}?\s(?:-a|--pass)\s{1,3}|\bdocker\s{1,3}login\b[^|;&]{0,200}?\s-p\s{1,3}|\bldap[a-z]{3,10}\b[^|;&]{0,200}?\s-w\s{1,3}|\bcurl\b[^|;&]{0,300}?\s(?:-u|--user)\s{1,3}["']?[^\s:"']{1,64}:|\s--[a-z-]{0,30}(?:password|passwd|passphrase|token|secret|api-key)\s{1,3})(?!\[redacted)("[^"]{1,200}"|'[^']{1,200}'|[^\s"'-][^\s"']{0,200})/gi,
    replacement: '[redacted]',
    extent: (value, before) => all(value, isNamedSecret(value, `${before}=`)),
  },
  {
    kind: 'named secret',
    sign: namedSign,
    pattern: new RegExp(
      `(${secretNames}\\\\{0,3}["']?\\s{0,3}(?::=|=>|[=:])\\s{0,3}\\\\{0,3}")(?!\\[redacted)((?:[^"\\\\]|\\\\[^"]){1,500})`,
      'gi',
    ),
    replacement: '[redacted]',
    extent: (value, before) => all(value, isNamedSecret(value, before)),
  },
  {
    kind: 'named secret',
    sign: namedSign,
    pattern: new RegExp(
      `((?:${secretNames}|\\bpass|_pass|\\bpw)\\\\{0,3}["']?\\s{0,3}(?::=|=>|[=:])\\s{0,3}'?)(?![[{(])([^\\s"',;&]{0,4096}[^\\s"',;&)\\]}>\\\\])`,
      'gi',
    ),
    replacement: '[redacted]',
    extent: (value, before) =>
      // `pass: 12, fail: 3` counts; `DB_PASS=...` does not.
      all(
        value,
        isNamedSecret(value, before) && !(/pass\W+$/i.test(before) && (!before.includes('=') || /^\d+$/.test(value))),
      ),
  },
  {
    kind: 'named secret',
    sign: /<\//,
    pattern:
      /(<(?:[\w-]{1,40}:)?(?:password|passwd|secret|token|api-?key|pin)(?:\s[^<>]{0,200})?>)(?!\[redacted)([^<>]{1,500})(?=<\/)/gi,
    replacement: '[redacted]',
  },
  {
    // RFC 5321 without quoted parts. `name@1.2.3` is a package, `user@host:22` a machine, `scheme://user@host` an address of one.
    kind: 'e-mail',
    sign: /@[A-Za-z0-9-]+\./,
    pattern:
      /()(?<![A-Za-z0-9._%+-]|:\/\/)([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24})(?![A-Za-z0-9-]|\.[A-Za-z0-9]|:\d)/g,
    replacement: '[redacted e-mail]',
    extent: (value) => all(value, !noPerson.test(value)),
  },
  {
    kind: 'card number',
    sign: /\d{13}|\d{4}[ -]\d{4}[ -]\d{4}|\d{4}[ -]\d{6}[ -]\d/,
    pattern: /()(?<![\w.-])((?:\d{4}[ -]){3}\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{13,19})(?![\w-]|\.\d)/g,
    replacement: '[redacted card number]',
    extent: (value) => all(value, isCardNumber(value)),
  },
  {
    kind: 'IBAN',
    sign: /[A-Z]{2}\d{2} ?[A-Z0-9]{4} ?[A-Z0-9]{4}/,
    pattern: /()(?<![A-Za-z0-9])([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?![a-z0-9])/g,
    replacement: '[redacted IBAN]',
    extent: ibanLength,
  },
  {
    // Only by its name: without one, a number of such length is a count, a size or an id.
    kind: 'phone number',
    sign: /phone|mobile|msisdn/i,
    pattern:
      /(\b(?:tele)?(?:phone|mobile|msisdn)(?:[ _-]?(?:number|no))?\\{0,3}["']?\s{0,3}[=:]\s{0,3}\\{0,3}["']?)(\+?\d[\d ()/-]{6,18}\d)/gi,
    replacement: '[redacted phone number]',
  },
];
