import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Fields } from '../endpoint/connect.ts';
import { canPlay } from '../endpoint/possible.ts';
import type { EngineTable } from '../engine/types.ts';
import type { Wire } from '../run/wire.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { TemplateModel } from '../template/model.ts';
import type { Options } from './arguments.ts';
import { openTable } from './table.ts';

/** What became of the resources at an endpoint, by fields that were read there. */
export type Proof = { url: string; before: Fields; after: Fields };

/** Where a scenario is played: on this machine, or with the real adapters at an endpoint. */
export type Place = {
  kind: 'place';
  scenario: Scenario;
  policy: PolicyLayer;
  table: EngineTable;
  wire?: Wire;
  heading: readonly string[];
  /** Reads the resources again; only at an endpoint. */
  proof?(): Promise<Proof>;
};

type Prepared = { root: string; scenario: Scenario; policy: PolicyLayer; template: TemplateModel; now: () => Date };

/** Makes ready where the scenario is played; else the one line that says why it cannot be. */
export const openPlace = async (
  { endpoint, memory, fast }: Options,
  { root, scenario, policy, template, now }: Prepared,
): Promise<Place | { kind: 'wrong'; message: string }> => {
  const time = `time: ${fast ? 'jumps over waits' : 'as it passes'}`;
  if (endpoint === undefined) {
    const { table, name } = await openTable(memory, template, now);
    return {
      kind: 'place',
      scenario,
      policy,
      table,
      heading: [`table: ${name}; ${time}; cluster and account: simulated`],
    };
  }
  if (!canPlay(scenario)) {
    const possible = scenarios.filter(canPlay).map(({ name }) => name);
    const message = `--endpoint-url: no emulator has what ${scenario.name} plays in; expected one of: ${possible.join(', ')}`;
    return { kind: 'wrong', message };
  }
  const { url, seed } = endpoint;
  // Ten clients of the SDK, which only such a run needs.
  const { connect } = await import('../endpoint/connect.ts');
  const place = await connect({ url, seed, root, scenario, template, now });
  if (place.kind === 'wrong') return place;
  return {
    ...place,
    kind: 'place',
    heading: [`endpoint: ${url}; ${time}; metrics: simulated`, ...place.made.map((line) => `made there: ${line}`)],
    proof: async () => ({ url, before: place.before, after: await place.read() }),
  };
};
