import * as z from 'zod';
import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import type { LocalPorts } from '../../../local/ports.ts';

/** A secret of the run; `owner` is the one person to whom it may be sent. */
export type Secret = { what: string; owner?: string };
export type Secrets = {
  /** The secrets that are in these texts. */
  in(texts: readonly string[]): Secret[];
  /** The key that is not to be seen anywhere, for a port that makes MACs. */
  key(): Uint8Array;
  /** The same ports: every MAC that they make is remembered, and what they read of the world holds secrets of its own. */
  watched(ports: LocalPorts): LocalPorts;
};

/** What people leave in logs and manifests. None of it may go further. */
const leaked = {
  'the secret password of a log line': 'hunter2-Kx9mQ4vTz7Lw2RbN8',
  'the secret key of a log line': 'wJa1rXUtnFEM2K7MDENGbPxRfiCYzEXAMPLKEYs3',
  'the secret password of a container': 'c0ntain3r-Vq8zPm2Lr7Yd5Ws',
};
const [inUrl, inKey, inEnvironment] = Object.values(leaked);
const told = ` with postgres://app:${inUrl}@orders-db/app aws_secret_access_key=${inKey}`;

/** The line, in the envelope of a log router or without one, in which an app also says how it connects. */
const talkative = (message: string): string =>
  message.includes('"log":"') ? message.replace(/"log":"[^"]*/, (text) => `${text}${told}`) : `${message}${told}`;

const Message = z.object({ approver: z.string() });

const Pods = z.looseObject({ spec: z.looseObject({ containers: z.array(z.looseObject({})) }) });
const Templated = z.looseObject({ spec: z.looseObject({ template: Pods }) });

/** The object with an environment variable that a person should not have set there. */
const careless = (object: KubernetesObject): KubernetesObject => {
  const { data } = object['kind'] === 'Deployment' ? Templated.safeParse(object) : {};
  if (data === undefined) return object;
  const { template } = data.spec;
  const env = [{ name: 'DB_PASSWORD', value: inEnvironment }];
  const containers = template.spec.containers.map((container) => ({ ...container, env }));
  return { ...data, spec: { ...data.spec, template: { ...template, spec: { ...template.spec, containers } } } };
};

/** Runs of characters that a MAC or a key could be in. */
const candidates = /[\w/+=-]{20,}/g;

/** Nothing is known at first but what the world holds. */
export const knownSecrets = (random: () => Uint8Array): Secrets => {
  const known = new Map<string, Secret>(Object.entries(leaked).map(([what, text]) => [text, { what }]));
  const remember = (bytes: Uint8Array, secret: Secret): void => {
    const buffer = Buffer.from(bytes);
    for (const encoding of ['base64url', 'base64', 'hex'] as const) known.set(buffer.toString(encoding), secret);
  };
  return {
    in: (texts) => {
      const runs = texts.flatMap((text) => text.match(candidates) ?? []);
      const found = new Set<Secret>();
      for (const run of runs) {
        for (const [text, secret] of known) if (run.includes(text)) found.add(secret);
      }
      return [...found];
    },
    key: () => {
      const key = random();
      remember(key, { what: 'a key' });
      return key;
    },
    watched: (ports) => ({
      ...ports,
      linkGenerator: {
        generate: async (message) => {
          const mac = await ports.linkGenerator.generate(message);
          const [, json = '{}'] = new TextDecoder().decode(message).split('\n');
          const { approver } = Message.parse(JSON.parse(json));
          remember(mac, { what: `the link of ${approver}`, owner: approver });
          return mac;
        },
      },
      proofGenerator: {
        generate: async (message) => {
          const mac = await ports.proofGenerator.generate(message);
          remember(mac, { what: 'a proof' });
          return mac;
        },
      },
      kubernetes: {
        get: async (target) => {
          const found = await ports.kubernetes.get(target);
          return found === undefined ? undefined : careless(found);
        },
        list: async (kind, namespace) => (await ports.kubernetes.list(kind, namespace)).map(careless),
      },
      logs: {
        search: async (query) => {
          const { lines, complete } = await ports.logs.search(query);
          return { lines: lines.map((line) => ({ ...line, message: talkative(line.message) })), complete };
        },
      },
    }),
  };
};
