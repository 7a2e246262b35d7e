import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runMilliseconds } from '../../core/remediation/run.ts';
import { model, resource } from './template.ts';

describe('time', () => {
  it('wakes the timekeeper every minute and the auditor every hour', () => {
    const every = (name: string) =>
      model.functions.find((one) => one.name === name)?.schedules.map((s) => s.everySeconds);
    expect(every('timekeeper')).toEqual([60]);
    expect(every('auditor')).toEqual([3600]);
  });

  it('leaves the timekeeper less than its minute', () => {
    expect(resource('TimekeeperFunction').Properties['Timeout']).toBeLessThan(60);
  });

  it('lets no run of executor or rollback outlive what it owns', () => {
    for (const id of ['ExecutorFunction', 'RollbackFunction']) {
      expect(z.int().parse(resource(id).Properties['Timeout']) * 1000).toBeLessThan(runMilliseconds);
    }
  });
});
