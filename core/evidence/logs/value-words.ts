/**
 * Words that belong to the number before them: `30 seconds`, `1.00 KB`, `07:12 PM`, `08:00:00 UTC`. Only units of time, of
 * data and of frequency (SI and IEC 80000-13 prefixes, as programs write them); nouns that are counted are text.
 */
export const unitWords: ReadonlySet<string> = new Set(
  `ns nsec nanos nanosecond nanoseconds us usec micros microsecond microseconds ms msec msecs millis millisecond
  milliseconds MILLISECONDS s sec secs second seconds SECONDS min mins minute minutes MINUTES h hr hrs hour hours HOURS d
  day days DAYS b B bit bits byte bytes Byte Bytes kb kB KB Kb mb mB MB Mb gb GB Gb tb TB pb PB k K KiB MiB GiB TiB PiB Ki
  Mi Gi Ti Hz kHz KHz MHz GHz kbps Kbps Mbps Gbps percent AM PM am pm UTC GMT EST EDT CST CDT MST MDT PST PDT CET CEST BST IST JST`.split(
    /\s+/,
  ),
);

/** Parts of a written date; a value where a number or another part of a date follows. */
export const dateWords: ReadonlySet<string> = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun'.split(' '),
);

/** A literal that stands for a value in every language that services are written in. */
export const literalWords: ReadonlySet<string> = new Set(
  'true false True False TRUE FALSE null NULL nil None undefined NaN'.split(' '),
);

/**
 * Last labels that make a dotted name a host: the generic domains of RFC 920, and the names for private use
 * (RFC 6762, ICANN's `.internal`). Country codes are no evidence alone: `.is`, `.id` and `.py` end settings and files as
 * well.
 */
export const hostEndings: ReadonlySet<string> = new Set(
  'com net org edu gov mil cloud local localdomain lan internal arpa'.split(' '),
);

/** Second-level labels under which country domains register names (`co.uk`, `edu.hk`, `com.cn`). */
export const registryLabels: ReadonlySet<string> = new Set('com co net org edu ac gov or ne go'.split(' '));

/** File endings of source code: `server.go:142` is a place in a program, which is text, not a host with a port. */
export const sourceEndings: ReadonlySet<string> = new Set(
  'c cc cpp cxx h hpp go py js mjs cjs ts tsx java kt scala rb rs cs php swift m mm ex erl lua pl'.split(' '),
);
