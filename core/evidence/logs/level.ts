export type Level = 'error' | 'warn' | 'info' | 'unknown';

/** The words and numbers that logging libraries use, and those of syslog (RFC 5424, table 2). */
const levels: Readonly<Record<string, Level>> = {
  ...Object.fromEntries(
    'emerg emergency alert crit critical fatal panic severe error err e f'.split(' ').map((word) => [word, 'error']),
  ),
  ...Object.fromEntries('warning warn w'.split(' ').map((word) => [word, 'warn'])),
  ...Object.fromEntries(
    'notice info information informational debug trace verbose fine finer finest i d'
      .split(' ')
      .map((word) => [word, 'info']),
  ),
};

/** The level that a field of a structured line names; numbers are those of pino and bunyan (10 trace to 60 fatal). */
export const namedLevel = (value: string | number): Level => {
  if (typeof value === 'number') return value >= 50 ? 'error' : value >= 40 ? 'warn' : value >= 10 ? 'info' : 'unknown';
  return levels[value.toLowerCase()] ?? 'unknown';
};

/** How far into a line its level stands: after a time, a host, a thread and a logger, and before the text. */
const head = 160;

/** In capitals, in brackets, before a colon at the start, after `level=`, or the header of klog (`E1120 02:01:00`). */
const marker =
  /\b(EMERG|ALERT|CRIT|CRITICAL|FATAL|PANIC|SEVERE|ERROR|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)\b|[[<(](fatal|critical|crit|error|err|warning|warn|notice|info|debug|trace)[\]>)]|\b(?:level|lvl|severity|loglevel)["']?[=:] ?["']?([A-Za-z]{1,13})|^(panic|fatal|error|err|warning|warn|notice|info|debug|trace|Error|Warning|Fatal):|^([EWIF])\d{4} /;
/** What only a failure prints. */
const failure =
  /^Traceback \(most recent|^goroutine \d|^Exception in thread|^(?:[\w$]{1,80}\.){0,20}[\w$]{0,80}(?:Exception|Error)\b/;

/** The level that a line shows; the first mark in it counts. */
export const lineLevel = (line: string): Level => {
  const start = line.slice(0, head);
  const found = marker.exec(start);
  const word = found?.slice(1).find((group) => group !== undefined);
  if (word !== undefined) return namedLevel(word);
  return failure.test(start) ? 'error' : 'unknown';
};

const order: readonly Level[] = ['unknown', 'info', 'warn', 'error'];
export const worse = (a: Level, b: Level): Level => (order.indexOf(a) < order.indexOf(b) ? b : a);
