import { parsedFlags } from './parsed-flags.ts';
import { readAddress } from '../endpoint/address.ts';
import type { Decision } from '../scenarios/scenario.ts';

export type Options = {
  /** A scenario of the catalogue, or a recorded event from a file. */
  story: { kind: 'scenario'; name: string } | { kind: 'event'; file: string };
  /** Undefined: the scenario's own with `--json`, else a person in the browser. */
  decision: Decision | undefined;
  reason: string;
  /** Who asks, once the incident is resolved, that its change be taken back. */
  release?: string;
  fast: boolean;
  json: boolean;
  memory: boolean;
  /** After the end everything stays reachable until somebody interrupts it. */
  keep: boolean;
  /** An AWS emulator to run against, and whether the resources of the scenario are created there first. */
  endpoint?: { url: string; seed: boolean };
  port: number;
  /** Where the incident is written to as a replay bundle. */
  record?: string;
  /** The file that the report of the incident is written to. */
  report?: string;
  /** The directory that the audit trail is written to. */
  audit?: string;
};
export type Arguments =
  | { kind: 'help' }
  | { kind: 'list' }
  | { kind: 'run'; options: Options }
  | { kind: 'wrong'; message: string };

const options = {
  help: { type: 'boolean', short: 'h' },
  list: { type: 'boolean' },
  scenario: { type: 'string', multiple: true },
  event: { type: 'string', multiple: true },
  approve: { type: 'string', multiple: true },
  reject: { type: 'string', multiple: true },
  'no-decision': { type: 'boolean' },
  release: { type: 'string', multiple: true },
  reason: { type: 'string', multiple: true },
  fast: { type: 'boolean' },
  json: { type: 'boolean' },
  memory: { type: 'boolean' },
  keep: { type: 'boolean' },
  'endpoint-url': { type: 'string', multiple: true },
  'no-seed': { type: 'boolean' },
  port: { type: 'string', multiple: true },
  record: { type: 'string', multiple: true },
  report: { type: 'string', multiple: true },
  audit: { type: 'string', multiple: true },
} as const;

const wrong = (message: string): Arguments => ({ kind: 'wrong', message });

/** Reads the flags of `npm start`. Every wrong call is one line that says what was expected; nothing is guessed. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: false });
  if ('message' in parsed) return wrong(`${parsed.message} (--help shows the flags)`);
  const { values } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (values.list === true) return { kind: 'list' };

  const twice = (
    ['scenario', 'event', 'reject', 'release', 'reason', 'endpoint-url', 'port', 'record', 'report', 'audit'] as const
  ).find((name) => (values[name]?.length ?? 0) > 1);
  if (twice !== undefined) return wrong(`--${twice} may be given once`);
  if (values.scenario !== undefined && values.event !== undefined) {
    return wrong('--scenario and --event exclude each other: give one of them');
  }
  const given = (['approve', 'reject', 'no-decision'] as const).filter((name) => values[name] !== undefined);
  if (given.length > 1)
    return wrong(`${given.map((name) => `--${name}`).join(' and ')} exclude each other: give one of them`);
  const [release] = values.release ?? [];
  const never =
    given.find((name) => name !== 'approve') ?? (values['endpoint-url'] === undefined ? undefined : 'endpoint-url');
  if (release !== undefined && never !== undefined) {
    return wrong(`--release and --${never} exclude each other: what is taken back was approved and made here`);
  }
  const [reason = 'scripted decision'] = values.reason ?? [];
  if (reason.trim() === '' || reason.length > 1000) return wrong('--reason must have 1 to 1000 characters');
  const port = Number(values.port?.[0] ?? 0);
  if (!/^\d{1,5}$/.test(values.port?.[0] ?? '0') || port > 65_535) {
    return wrong(`--port must be a number from 0 to 65535, found ${values.port?.[0]}`);
  }

  if (values.keep === true && values.json === true) {
    return wrong('--keep and --json exclude each other: the document is printed at the end');
  }
  const endpoint = endpointOf(values);
  if (typeof endpoint === 'string') return wrong(endpoint);

  const [record] = values.record ?? [];
  const [report] = values.report ?? [];
  const [audit] = values.audit ?? [];
  if (audit !== undefined && endpoint !== undefined) {
    return wrong('--audit and --endpoint-url exclude each other: the trail is in the bucket there');
  }
  const [file] = values.event ?? [];
  const [name = 'eks-oomkilled'] = values.scenario ?? [];
  return {
    kind: 'run',
    options: {
      story: file === undefined ? { kind: 'scenario', name } : { kind: 'event', file },
      decision: decisionOf(values),
      reason,
      ...(release === undefined ? {} : { release }),
      fast: values.fast === true,
      json: values.json === true,
      memory: values.memory === true,
      keep: values.keep === true,
      ...(endpoint === undefined ? {} : { endpoint }),
      port,
      ...(record === undefined ? {} : { record }),
      ...(report === undefined ? {} : { report }),
      ...(audit === undefined ? {} : { audit }),
    },
  };
};

/** The endpoint, none, or what is wrong with it. */
const endpointOf = (values: {
  'endpoint-url'?: string[];
  'no-seed'?: boolean;
  event?: string[];
  memory?: boolean;
}): Options['endpoint'] | string => {
  const [text] = values['endpoint-url'] ?? [];
  if (text === undefined) return values['no-seed'] === true ? '--no-seed needs --endpoint-url' : undefined;
  if (values.event !== undefined) return '--endpoint-url and --event exclude each other: give one of them';
  if (values.memory === true) return '--endpoint-url and --memory exclude each other: give one of them';
  const address = readAddress(text);
  return address.kind === 'wrong' ? address.message : { url: address.url, seed: values['no-seed'] !== true };
};

const decisionOf = (values: {
  approve?: string[];
  reject?: string[];
  'no-decision'?: boolean;
}): Decision | undefined => {
  const [rejecter] = values.reject ?? [];
  if (rejecter !== undefined) return { kind: 'reject', by: rejecter };
  if (values.approve !== undefined) return { kind: 'approve', by: [...new Set(values.approve)] };
  return values['no-decision'] === true ? { kind: 'none' } : undefined;
};
