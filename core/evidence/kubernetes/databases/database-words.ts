/** What a database, or the driver of a client, says when it turns a client away. */
export type Complaint = 'connections' | 'read_only' | 'credentials' | 'unreachable';

type Row = { complaint: Complaint; says: RegExp };

/**
 * Messages of MySQL and MariaDB (error reference: 1040, 1045, 1129, 1203, 1290, 1792, 2003), PostgreSQL (SQLSTATE 53300,
 * 25006, 28P01), Oracle (ORA-00018, 00020, 01017, 12516, 12519, 12520, 12541, 16000), SQL Server (18456, 17809, 3906),
 * MongoDB (10107 NotWritablePrimary, 18 AuthenticationFailed) and Redis. First row that fits.
 */
const rows: readonly Row[] = [
  {
    complaint: 'connections',
    says: /too many connections|too many clients already|remaining connection slots|max_user_connections|max number of clients reached|ORA-(?:00018|00020|12516|12519|12520)|(?:SQL Error|ERROR|error code)\W{0,3}1040\b|SQLSTATE\W{0,3}53300|connection limit exceeded for (?:role|database|non-superusers)/i,
  },
  {
    complaint: 'read_only',
    says: /--(?:super-)?read-only option|cannot execute [^\n]{1,60} in a read-only transaction|statement in a READ ONLY transaction|(?:SQL Error|ERROR|error code)\W{0,3}(?:1290|1792|1836)\b|SQLSTATE\W{0,3}25006|running with the --?(?:transaction_)?read[-_]only|ORA-16000|open for read-only access|READONLY You can't write against a read only|NotWritablePrimary|not (?:writable )?primary and|database is read-only/i,
  },
  {
    complaint: 'credentials',
    says: /access denied for user|password authentication failed for user|no password supplied|ORA-01017|login failed for user|WRONGPASS|NOAUTH Authentication required|invalid username-password pair|AuthenticationFailed|SCRAM authentication failed|(?:SQL Error|ERROR|error code)\W{0,3}1045\b|SQLSTATE\W{0,3}28(?:P01|000)|role "[^"]*" does not exist/i,
  },
  {
    complaint: 'unreachable',
    says: /communications link failure|can't connect to (?:mysql|mariadb|local mysql) server|could not connect to server|connection to server at "[^"]*"[^\n]*failed|ORA-12541|The TCP\/IP connection to the host|ServerSelectionTimeoutError|MongoNetworkError|connection to [^\n]{1,120} refused|ECONNREFUSED|connection refused|connect(?:ion)? timed out/i,
  },
];

/** One cheap look at a line before anything is parsed: every row has one of these words. */
const hint =
  /too many|read[-_ ]?only|denied for|slots|max_user|max number of|ORA-\d|SQL Error|SQLSTATE|ERROR \(?1\d{3}|error code|authentication|password|login failed|WRONGPASS|NOAUTH|role "|link failure|refused|timed out|can't connect|not connect|writable|connection limit|connection to server|TCP\/IP connection|ServerSelection|MongoNetwork/i;

/** Words by which a line about a connection is known to be about a database and not about any other server. */
const ofDatabase =
  /jdbc|mysql|mariadb|postgres|psycopg|\bpg(?:x|bouncer)?\b|hikari|sqlexception|sqlstate|oracle|ORA-|mongo|redis|jedis|lettuce|sqlalchemy|sequelize|typeorm|gorm|sqlx|SqlExceptionHelper|communications link/i;
/** A name that does not resolve is another fault, however the driver words it. */
const unresolved =
  /UnknownHostException|no such host|Name or service not known|ENOTFOUND|EAI_AGAIN|could not translate host/i;

/** What a line complains about; undefined when it is none of these. */
export const complaintOf = (message: string): Complaint | undefined => {
  if (!hint.test(message)) return undefined;
  const found = rows.find(({ says }) => says.test(message))?.complaint;
  if (found !== 'unreachable') return found;
  return unresolved.test(message) || !ofDatabase.test(message) ? undefined : found;
};

/** The line of a record that holds the complaint, for a person: a stack trace is one record. */
export const saidLine = (message: string): string => {
  const line = message.split('\n').find((part) => complaintOf(part) !== undefined);
  return (line ?? message).trim().slice(0, 200);
};
