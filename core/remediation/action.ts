import * as z from 'zod';
import type { KubernetesReader } from '../evidence/ports.ts';
import { Resource } from '../incident/resource.ts';
import type { KubernetesWriter } from './ports.ts';

export const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type FieldValue = z.infer<typeof FieldValue>;

/** One field an action touches. `null` is: the field is not set. */
export const TouchedField = z.strictObject({ path: z.string(), before: FieldValue, after: FieldValue });
export type TouchedField = z.infer<typeof TouchedField>;

export type UndoKind = 'restore' | 'none-needed' | 'irreversible';

/** The live values of the fields an action may touch, by path. */
export type ActionState = Record<string, FieldValue>;

/** What an action reads with, and what it changes with: two types, and only executor and rollback hold the second. */
export type Readers = { kubernetes: KubernetesReader };
export type Writers = { kubernetes: KubernetesWriter };

export type IamStatement = { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string[] };

/** An action with the type of its parameters erased: parameters are parsed wherever they come in. */
export type Action = {
  id: string;
  provider: 'kubernetes';
  undo: UndoKind;
  /** One sentence for the catalogue and the page. */
  title: string;
  parameters: z.ZodType;
  /** Parameters and a state on which they plan a change, for the documentation. */
  example: { parameters: unknown; state: ActionState };
  target(parameters: unknown): Resource;
  /** Reads the current state; `undefined` when the target does not exist. Throws what the reader throws. */
  describe(parameters: unknown, read: Readers): Promise<ActionState | undefined>;
  /** Pure: which fields would change and how, or why it cannot be. */
  plan(
    parameters: unknown,
    state: ActionState,
  ): { kind: 'planned'; touched: TouchedField[] } | { kind: 'impossible'; reason: string };
  /** True when two values of a field mean the same: 1Gi and 1024Mi. */
  same(path: string, a: FieldValue, b: FieldValue): boolean;
  /** The IAM statements its calls need; the session policy is made of these. Kubernetes verbs are bounded by RBAC instead. */
  permissions(parameters: unknown): IamStatement[];
  /**
   * Sets every touched field from `before` to `after`, with `before` as a precondition in the call itself. Undo is the
   * same call with both exchanged. Throws `PreconditionFailed` when the live value is another one.
   */
  apply(parameters: unknown, touched: readonly TouchedField[], write: Writers): Promise<void>;
};

type Spec<P> = Omit<Action, 'parameters' | 'example' | 'target' | 'describe' | 'plan' | 'permissions' | 'apply'> & {
  parameters: z.ZodType<P>;
  example: { parameters: NoInfer<P>; state: ActionState };
  target(parameters: P): Resource;
  describe(parameters: P, read: Readers): Promise<ActionState | undefined>;
  plan(parameters: P, state: ActionState): ReturnType<Action['plan']>;
  permissions(parameters: P): IamStatement[];
  apply(parameters: P, touched: readonly TouchedField[], write: Writers): Promise<void>;
};

/** Erases the parameter type by parsing at each entry: whatever reaches an action has passed its schema. */
export const defineAction = <P>(spec: Spec<P>): Action => ({
  ...spec,
  target: (p) => spec.target(spec.parameters.parse(p)),
  describe: (p, read) => spec.describe(spec.parameters.parse(p), read),
  plan: (p, state) => spec.plan(spec.parameters.parse(p), state),
  permissions: (p) => spec.permissions(spec.parameters.parse(p)),
  apply: (p, touched, write) => spec.apply(spec.parameters.parse(p), touched, write),
});
