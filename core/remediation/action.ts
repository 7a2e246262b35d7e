import * as z from 'zod';
import { Resource } from '../incident/resource.ts';
import type { AsCode } from './as-code/patch.ts';
import type { ClusterCall } from './kubernetes/cluster-call.ts';
import { portOf, type Provider, type Readers, type Writers } from './provider.ts';

export const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type FieldValue = z.infer<typeof FieldValue>;

/** One field an action touches. `null` is: the field is not set. */
export const TouchedField = z.strictObject({ path: z.string(), before: FieldValue, after: FieldValue });
export type TouchedField = z.infer<typeof TouchedField>;

export const undoKinds = ['restore', 'none-needed', 'irreversible'] as const;
export type UndoKind = (typeof undoKinds)[number];

/** The live values of the fields an action may touch, by path, and what its plan needs to know beside them. */
export type ActionState = Record<string, FieldValue>;

/**
 * How the change of a field is judged: `size` by how much it grows or shrinks; `switch` has no size (a class, a revision,
 * on or off); `shown` is bound like every field and explains another one to a person.
 */
export type Measure = 'size' | 'switch' | 'shown';

export type IamStatement = {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
};

/** Where the calls of a proposal go: what ARNs are made of. */
export type Place = { partition: string; region: string; account: string };

/** What one call may use beside the parameters. */
export type ApplyContext = {
  /** The same for the same step whenever it is made: for APIs that take a token of the client. */
  idempotencyKey: string;
};

export type Plan = { kind: 'planned'; touched: TouchedField[] } | { kind: 'impossible'; reason: string };

type Facts<P> = {
  id: string;
  undo: UndoKind;
  /** One sentence for the catalogue and the page. */
  title: string;
  parameters: z.ZodType<P>;
  /** What making the change costs whoever uses the resource, for the risk: `the instance restarts`. */
  disrupts?: string;
  /** `size` for every field where it is left out. */
  measure?(path: string): Measure;
  /** A further name under which the journal repeats the prior value of a field. */
  journalName?(path: string): string | undefined;
};

/** An action with the type of its parameters erased: parameters are parsed wherever they come in. */
export type Action = Facts<unknown> & {
  provider: Provider;
  /** True when two values of a field mean the same: 1Gi and 1024Mi. */
  same(path: string, a: FieldValue, b: FieldValue): boolean;
  /** Parameters and a state on which they plan a change, for the documentation. */
  example: { parameters: unknown; state: ActionState };
  target(parameters: unknown): Resource;
  /** The addresses it would give or take, which policy must allow; none for all but a few. */
  addresses(parameters: unknown): string[];
  /** The security groups it would give to something, which policy must allow; none for all but one. */
  groups(parameters: unknown): string[];
  /** What it would do with these parameters, in one sentence; its title where it has no better words. Never throws. */
  would(parameters: unknown): string;
  /** Reads the current state; `undefined` when the target does not exist. Throws what the reader throws. */
  describe(parameters: unknown, read: Partial<Readers>): Promise<ActionState | undefined>;
  /**
   * Pure: which fields would change and how, or why it cannot be. Where every field is as wanted already, `before` and
   * `after` are the same: such a step calls nothing, and there is nothing to undo.
   */
  plan(parameters: unknown, state: ActionState): Plan;
  /** True when its call only asks for the change and the provider makes it in the minutes after. */
  slow: boolean;
  /** True while the provider still works on a change that it accepted: the outcome is looked for again later. */
  settling(parameters: unknown, state: ActionState): boolean;
  /**
   * The IAM statements its calls need; the session policy is made of these. Kubernetes verbs are bounded by RBAC instead.
   * `touched`: of the plan, for an action whose calls name its values; without it they may name none.
   */
  permissions(parameters: unknown, place: Place, touched?: readonly TouchedField[]): IamStatement[];
  /** The calls of it and of its undo that the RBAC of a cluster must allow; none where it calls no cluster. */
  clusterCalls(parameters: unknown): ClusterCall[];
  /** How whoever keeps the resource in code keeps the change, so that the next deployment does not take it back. */
  asCode(parameters: unknown, touched: readonly TouchedField[]): AsCode;
  /**
   * Sets every touched field from `before` to `after`, with `before` as a precondition in the call itself where the API
   * has one. Undo is the same call with both exchanged. Throws `PreconditionFailed` when the live value is another one.
   */
  apply(
    parameters: unknown,
    touched: readonly TouchedField[],
    write: Partial<Writers>,
    context: ApplyContext,
  ): Promise<void>;
};

type Spec<P, K extends Provider> = Facts<P> & {
  provider: K;
  example: { parameters: NoInfer<P>; state: ActionState };
  /** `P` is what `parameters` says: shared functions may take less of it. */
  target(parameters: NoInfer<P>): Resource;
  /** Only identical values mean the same where it is left out. */
  same?(path: string, a: FieldValue, b: FieldValue): boolean;
  addresses?(parameters: P): string[];
  groups?(parameters: P): string[];
  would?(parameters: P): string;
  describe(parameters: NoInfer<P>, read: Readers[K]): Promise<ActionState | undefined>;
  plan(parameters: P, state: ActionState): Plan;
  /** For a slow action, and for no other. */
  settling?(parameters: P, state: ActionState): boolean;
  permissions(parameters: NoInfer<P>, place: Place, touched: readonly TouchedField[]): IamStatement[];
  /** A patch of its target where it is left out and a cluster is called. */
  clusterCalls?(parameters: P): ClusterCall[];
  /** Pure, and of what was planned only. */
  asCode(parameters: NoInfer<P>, touched: readonly TouchedField[]): AsCode;
  apply(
    parameters: NoInfer<P>,
    touched: readonly TouchedField[],
    write: Writers[K],
    context: ApplyContext,
  ): Promise<void>;
};

/**
 * Erases the parameter type by parsing at each entry: whatever reaches an action has passed its schema. An action is
 * handed the port of its own provider and no other.
 */
export const defineAction = <P, K extends Provider>(spec: Spec<P, K>): Action => ({
  ...spec,
  same: (path, a, b) => spec.same?.(path, a, b) ?? a === b,
  target: (p) => spec.target(spec.parameters.parse(p)),
  addresses: (p) => spec.addresses?.(spec.parameters.parse(p)) ?? [],
  groups: (p) => spec.groups?.(spec.parameters.parse(p)) ?? [],
  would: (p) => {
    const { data } = spec.parameters.safeParse(p);
    return data === undefined ? spec.title : (spec.would?.(data) ?? spec.title);
  },
  describe: async (p, read) => spec.describe(spec.parameters.parse(p), portOf(read, spec.provider)),
  plan: (p, state) => spec.plan(spec.parameters.parse(p), state),
  slow: spec.settling !== undefined,
  settling: (p, state) => spec.settling?.(spec.parameters.parse(p), state) ?? false,
  permissions: (p, place, touched = []) => spec.permissions(spec.parameters.parse(p), place, touched),
  clusterCalls: (p) => {
    if (spec.provider !== 'kubernetes') return [];
    const parsed = spec.parameters.parse(p);
    return spec.clusterCalls?.(parsed) ?? [{ verb: 'patch', target: spec.target(parsed) }];
  },
  asCode: (p, touched) => spec.asCode(spec.parameters.parse(p), touched),
  apply: async (p, touched, write, context) =>
    spec.apply(spec.parameters.parse(p), touched, portOf(write, spec.provider), context),
});
