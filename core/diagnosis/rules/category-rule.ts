import type { Fact } from '../../evidence/facts.ts';
import type { Signal } from '../../evidence/signal.ts';

export type CategoryRule = {
  category: string;
  /** One of these proves the category for the resource it is told of. */
  proof: readonly Fact[];
  /** One of these, too, must be seen on the same resource; none needed where it is left out. */
  with?: readonly Fact[];
  /** Only for these kinds of resources; for every kind where it is left out. */
  kinds?: readonly string[];
  /** These make it more likely when they are seen on the same resource, and are cited with it. */
  support: readonly Fact[];
  /** Confidence by the proof alone. */
  confidence: number;
  /** Causes on the same resource that are only consequences of this one. */
  explains: readonly string[];
  /** The same, on whatever other resource they are seen: a node that is down, a database that refuses everybody. */
  explainsElsewhere: readonly string[];
  /** It counts as much wherever it is: that the alarm is elsewhere was taken into account when it was found. */
  anywhere: boolean;
  /** Why the facts mean this. */
  because: string;
  says(name: string, proof: Signal): string;
};

const simple = (because: string) => (name: string) => `${name}: ${because}`;
const usual: Pick<CategoryRule, 'support' | 'explains' | 'explainsElsewhere' | 'anywhere'> = {
  support: [],
  explains: [],
  explainsElsewhere: [],
  anywhere: false,
};
/** A row with what most rows leave out. */
export const rule = (row: Omit<CategoryRule, keyof typeof usual | 'says'> & Partial<CategoryRule>): CategoryRule => ({
  ...usual,
  says: simple(row.because),
  ...row,
});
