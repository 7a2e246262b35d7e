import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecordedEvent } from '../../../../local/cli/event-file.ts';
import { eksOomkilled } from '../../../../local/scenarios/eks-oomkilled.ts';
import { appsOf } from '../../../../local/scenarios/world.ts';
import { simulatedCluster } from '../../../../local/workload/cluster.ts';

const dir = mkdtempSync(join(tmpdir(), 'events-'));
afterAll(() => rmSync(dir, { recursive: true }));

const at = new Date('2026-03-02T02:10:00.000Z');
const [subject] = simulatedCluster(appsOf(eksOomkilled, at), () => at).subjects;
if (subject === undefined) throw new Error('the scenario has no trouble');

let files = 0;
const read = (content: unknown) => {
  files += 1;
  const file = join(dir, `${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readRecordedEvent(file);
};

describe('a recorded event', () => {
  it('is the alarm that the simulated cluster fires', () => {
    expect(read(subject.alarmEvent('ALARM', at))).toMatchObject({
      kind: 'recorded',
      onBus: true,
      alarm: { name: 'checkout-payments-api-oomkilled', state: 'ALARM', kind: 'metric', at: at.toISOString() },
    });
  });

  it('may come without the bus', () => {
    const message = JSON.stringify(subject.alarmEvent('ALARM', at));
    const event = { Records: [{ EventSource: 'aws:sns', Sns: { Message: message } }] };
    expect(read(event)).toMatchObject({ kind: 'recorded', onBus: false });
  });

  it.each([
    ['no JSON', '{"detail": oops}', 'expected JSON, it stops being JSON at line 1, column 12'],
    ['a list', [], 'no alarm'],
    ['a word', '"alarm"', 'expected an alarm event, an object'],
    ['another shape', { hello: 'world' }, 'no alarm: expected an EventBridge'],
    ['a recovery', subject.alarmEvent('OK', at), 'expected an alarm in state ALARM, found OK, which opens no incident'],
    ['something far too large', JSON.stringify('x'.repeat(300_000)), 'expected at most 262144 characters'],
  ])('that is %s is answered with one line that names the file', (_what, content, message) => {
    const result = read(content);
    expect(result).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
    if (result.kind === 'wrong') expect(result.message).toMatch(new RegExp(`^${dir}/\\d+\\.json: [^\\n]+$`));
  });

  it('that does not exist is answered with one line', () => {
    const message = `${dir}/none.json: expected a JSON file with one event; there is no such file`;
    expect(readRecordedEvent(join(dir, 'none.json'))).toEqual({ kind: 'wrong', message });
  });
});
