import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eksOomkilled } from '../../../../local/scenarios/eks-oomkilled.ts';
import { appsOf } from '../../../../local/scenarios/world.ts';
import { bytes, deployed, given, settingsAt } from '../../../../local/workload/app.ts';
import { deploymentStatus, replicaSets } from '../../../../local/workload/pods.ts';

const start = new Date('2026-03-02T02:10:00.000Z');
const hour = 3_600_000;
const Shown = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()), creationTimestamp: z.string() }),
});

/** An app that gets more memory and less in turn, every hour. */
const changed = (times: number) => {
  const [spec] = appsOf(eksOomkilled, start);
  if (spec === undefined) throw new Error('the scenario has no app');
  const app = deployed(spec, start);
  const at = (n: number): Date => new Date(start.getTime() + n * hour);
  for (let n = 1; n <= times; n += 1) {
    given(app, at(n), { memoryBytes: bytes(n % 2 === 0 ? '512Mi' : '1Gi'), minReplicas: 2 });
  }
  return { app, now: at(times), at };
};

describe('an app that lives for many incidents', () => {
  it('is known for a day back, and no further', () => {
    const { app, now, at } = changed(200);
    expect(app.history.length).toBeLessThanOrEqual(26);
    expect(settingsAt(app, at(190)).at).toEqual(at(190));
    expect(deploymentStatus(app, now).observedGeneration).toBe(201);
  });

  it('shows its eleven newest ReplicaSets, the old ones not as young', () => {
    const { app, now } = changed(200);
    const shown = replicaSets(app, now).map((set) => Shown.parse(set).metadata);
    const revision = 'deployment.kubernetes.io/revision';
    expect(shown.map(({ annotations }) => annotations[revision])).toEqual(
      Array.from({ length: 11 }, (_, n) => String(191 + n)),
    );
    expect(shown.map(({ creationTimestamp }) => creationTimestamp)).toEqual(
      shown.map(({ creationTimestamp }) => creationTimestamp).toSorted(),
    );
    expect(replicaSets(changed(1).app, new Date(start.getTime() + hour))).toHaveLength(2);
  });
});
