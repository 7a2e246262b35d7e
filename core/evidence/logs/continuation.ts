/** What the lines so far make of the next one. */
export type Mode = 'plain' | 'python' | 'go';

/** An indented frame: Java, Kotlin, Node and .NET `at`, Ruby `from`, Python `File`, Rust and PHP numbers, `... 12 more`. */
const frame = /^\s+(?:at |from |File "|\.\.\. \d|\d{1,4}: |#\d|Caused by: |Suppressed: |\^|\| )/;
/** What goes on with a trace at the start of a line. */
const cause =
  /^(?:Caused by: |Suppressed: |at [\w$.<>]{1,200}\(|\.\.\. \d+ (?:more|common frames)|--- End of |#\d{1,4} )/;
/** A line that only names an exception; the message that it was logged with came just before. */
export const exceptionLine = /^(?:[A-Za-z_$][\w$]{0,80}\.){0,20}[A-Z][\w$]{0,80}(?:Exception|Error|Throwable)(?::|$)/;
const chained = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const goStart = /^(?:panic: |fatal error: |goroutine \d+ \[)/;
const goLine = /^(?:$|\t|goroutine \d+ \[|created by |\[signal |exit status \d|panic: |[^\s(]{1,200}\(.*\)$)/;
const pythonStart = /^\s*Traceback \(most recent call last\):/;

/** Whether `line` belongs to the record before it, which left `mode`, and the mode that it leaves. */
export const continuation = (line: string, mode: Mode): { joins: boolean; mode: Mode } => {
  if (mode === 'python') {
    if (line === '' || /^\s/.test(line) || chained.test(line) || pythonStart.test(line)) return { joins: true, mode };
    // The first line that is not indented is the exception itself; a chained one begins after it.
    return { joins: true, mode: 'plain' };
  }
  if (mode === 'go' && goLine.test(line)) return { joins: true, mode };
  if (pythonStart.test(line)) return { joins: false, mode: 'python' };
  if (chained.test(line)) return { joins: true, mode: 'python' };
  if (goStart.test(line)) return { joins: false, mode: 'go' };
  return { joins: frame.test(line) || cause.test(line), mode: 'plain' };
};
