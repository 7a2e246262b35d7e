import type { Alarm } from '../../core/incident/alarm.ts';
import { alarmOfFindings } from '../../core/incident/runtime-security/alarm-of-findings.ts';
import { detect } from '../../core/incident/runtime-security/detect.ts';
import { readLine } from '../../core/incident/runtime-security/read-line.ts';
import { unpack } from '../../functions/alarm-handler/unpack.ts';

/** Where the embedded stack is at home: a batch does not say its region. */
const region = 'eu-central-1';

/** The alarm that a recorded batch of agents comes to, or one line that says why it comes to none. */
export const alarmOfBatch = (event: unknown): { kind: 'alarm'; alarm: Alarm } | { kind: 'wrong'; message: string } => {
  const unpacked = unpack(event);
  if (unpacked.kind === 'unknown') return { kind: 'wrong', message: unpacked.problem };
  const { owner: account, logGroup, logEvents } = unpacked.batch;
  const lines = logEvents.map(({ message }) => readLine(message));
  const events = lines.flatMap((line) => (line.kind === 'event' ? [line.event] : []));
  const [group, ...more] = detect(events, { kind: 'LogGroup', name: logGroup }).values();
  if (group === undefined || more.length > 0) {
    const found = group === undefined ? 'nothing that any rule is about' : `findings of ${more.length + 1} workloads`;
    return { kind: 'wrong', message: `expected findings of one workload, found ${found}` };
  }
  const findings = group.sightings.map(({ finding }) => finding);
  return { kind: 'alarm', alarm: alarmOfFindings(findings, { account, region, logGroup }) };
};
