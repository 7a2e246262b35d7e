import { describe, expect, it } from 'vitest';
import type { TransitionRecord } from '../../../../core/incident/step.ts';
import { linesOf } from '../../../../local/cli/lines.ts';
import { progress } from '../../../../local/cli/progress.ts';
import type { News } from '../../../../local/run/news.ts';

const started = new Date('2026-03-02T02:10:00.000Z');
const step = (change: Partial<TransitionRecord>): News => ({
  kind: 'step',
  step: {
    incidentId: 'inc-1',
    seq: 2,
    from: 'detected',
    to: 'analyzed',
    by: 'analyzer',
    at: '2026-03-02T02:11:05.000Z',
    digests: {},
    versions: { policy: 'p', function: 'f' },
    ...change,
  },
});
const link: News = {
  kind: 'link',
  link: { to: 'alice', incidentId: 'inc-1', kind: 'approval-request', link: 'http://127.0.0.1:1/a/b#c' },
};

describe('a line of progress', () => {
  it('has the time since the alarm, the state, who made the step and why', () => {
    expect(linesOf(step({ reason: 'memory exhaustion' }), started)).toEqual([
      '   1:05  analyzed           analyzer       memory exhaustion',
    ]);
  });

  it('says where people sign in, where they can', () => {
    expect(linesOf({ kind: 'listening', url: 'http://127.0.0.1:1' }, started)).toEqual([]);
    expect(linesOf({ kind: 'listening', url: 'http://127.0.0.1:1', signIn: 'http://127.0.0.1:2' }, started)).toEqual([
      '         the page signs people in at a stand-in for your identity provider: 127.0.0.1:2',
      '         decide by a link, or from another terminal: npm run ops -- approve',
    ]);
  });

  it('says nothing of a poll, and that a reminder was sent', () => {
    expect(linesOf(step({ from: 'executed', to: 'executed', by: 'timekeeper' }), started)).toEqual([]);
    const reminder = step({ from: 'awaiting_approval', to: 'awaiting_approval', by: 'timekeeper' });
    expect(linesOf(reminder, started)).toEqual(['   1:05  reminder           timekeeper']);
    const rollback = step({ from: 'awaiting_rollback_approval', to: 'awaiting_rollback_approval', by: 'timekeeper' });
    expect(linesOf(rollback, started)).toEqual(['   1:05  reminder           timekeeper']);
  });

  it('says what one of several who must approve decided', () => {
    const reason = 'approved by alice; another person must approve';
    const given = step({ from: 'awaiting_approval', to: 'awaiting_approval', by: 'approval-api', reason });
    expect(linesOf(given, started)).toEqual([`   1:05  one approval       approval-api   ${reason}`]);
  });

  it('says that a step was started again, and what went wrong before', () => {
    const again = step({ from: 'executing', to: 'executing', by: 'timekeeper' });
    expect(linesOf(again, started)).toEqual(['   1:05  started again      timekeeper']);
    const fault: News = { kind: 'fault', at: started, what: 'the executor died' };
    expect(linesOf(fault, started)).toEqual(['   0:00  fault: the executor died']);
  });

  it('keeps control characters of an alarm away from the terminal', () => {
    const [line] = linesOf({ kind: 'fired', at: started, alarm: 'a\u001b[31mb', event: {} }, started);
    expect(line).not.toContain('\u001b');
  });
});

describe('progress', () => {
  const shown = (isTerminal: boolean) => {
    const written: string[] = [];
    const view = progress({ write: (text) => void written.push(text), isTerminal, now: () => started, heading: ['h'] });
    view.tell({ kind: 'fired', at: started, alarm: 'a', event: {} });
    view.tell(step({}));
    view.tell(link);
    view.tell(link);
    view.end();
    return written.join('');
  };

  it('is plain lines where there is no terminal, and prints a link once', () => {
    const text = shown(false);
    expect(text).not.toContain('\r');
    expect(text).not.toContain('\u001b');
    expect(text.match(/127\.0\.0\.1/g)).toHaveLength(1);
  });

  it('ends on a terminal with a line that is redrawn', () => {
    expect(shown(true)).toContain('\r\u001b[2K');
  });
});
