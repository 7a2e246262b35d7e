import type * as z from 'zod';
import type { Identity } from '../../../core/approval/identity.ts';
import type { Versions } from '../../../core/incident/step.ts';
import type { Table } from '../../../core/incident/table.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import type { Clock, Log } from '../../../core/runtime/effects.ts';

export type ToolDeps = { table: Table; policy: PolicyLayer; versions: Versions; now: Clock; log: Log };

/** What a tool found, or in one line of ours why it did nothing. */
export type Told = { kind: 'data'; data: object } | { kind: 'refused'; message: string };

export type Tool<I = unknown> = {
  name: string;
  title: string;
  description: string;
  input: z.ZodType<I>;
  /** It asks for something that people decide, so it takes more than a viewer. */
  asks: boolean;
  run(deps: ToolDeps, who: Identity, input: I): Promise<Told>;
};

/** Ties an input to what is done with it, and forgets the type: whoever calls parses before it runs. */
export const tool = <I>({ run, ...rest }: Tool<I>): Tool => ({
  ...rest,
  run: (deps, who, input) => run(deps, who, rest.input.parse(input)),
});

export const refused = (message: string): Told => ({ kind: 'refused', message });
