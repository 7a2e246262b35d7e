import { describe, expect, it } from 'vitest';
import { diagnosisView } from '../../../../core/approval/page/view/diagnosis.ts';
import type { Signal } from '../../../../core/evidence/signal.ts';
import { diagnosis, evidence } from '../../../support/approval-page.ts';

const shown = (kind: Signal['kind']) => {
  const [sample] = evidence.signals;
  if (sample === undefined) throw new Error('there is a signal');
  const signal = (id: string, time: string): Signal => ({ ...sample, id, kind, time });
  const signals = [signal('S1', '2026-11-20T02:10:24.000Z'), signal('S2', '2026-11-20T02:10:03.000Z')];
  const [cause] = diagnosis.causes;
  if (cause === undefined) throw new Error('there is a cause');
  const view = diagnosisView(
    { ...diagnosis, causes: [{ ...cause, citations: ['S1', 'S2'] }] },
    { ...evidence, signals },
  );
  return view.causes[0]?.evidence.map(({ id }) => id);
};

describe('what a cause cites', () => {
  it('is told in order of time where it is what agents saw', () => expect(shown('runtime')).toEqual(['S2', 'S1']));
  it('comes as it weighs otherwise', () => expect(shown('state')).toEqual(['S1', 'S2']));
});
