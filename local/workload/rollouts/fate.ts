import * as z from 'zod';
import { quantity } from '../../../core/incident/quantity.ts';
import { allocatableCpu } from './nodes.ts';

const Quantities = z.record(z.string(), z.union([z.string(), z.number()]));
const Port = z.union([z.number(), z.string()]);

const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  ports: z.array(z.looseObject({ containerPort: z.number(), name: z.string().optional() })).default([]),
  resources: z.looseObject({ requests: Quantities.default({}), limits: Quantities.default({}) }),
  readinessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string(), port: Port }) }).optional(),
});

/** What is read of a pod template; the rest is kept and shown. Here each pod has one container. */
export const Template = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({ containers: z.tuple([Container]) }),
});
export type Template = z.infer<typeof Template>;

/** What is there beside the cluster, and what the program does whatever its template says. */
export type Program = {
  /** The images that the registry has. */
  published: readonly string[];
  /** Those of them that answer one request in five with an error. */
  faulty: readonly string[];
  listensOn: number;
};

/** What becomes of the pods of a template: they serve, well or badly, or never become ready. */
export type Fate = 'serves' | 'fails' | 'no-node' | 'no-image' | 'unready';

/** The port that the readiness probe asks; the one the program listens on where there is no probe. */
export const probedPort = ({ spec: { containers } }: Template, { listensOn }: Program): number => {
  const [{ ports, readinessProbe }] = containers;
  const port = readinessProbe?.httpGet.port ?? listensOn;
  return typeof port === 'number' ? port : (ports.find(({ name }) => name === port)?.containerPort ?? -1);
};

/** The fate of a pod, from its template alone: first the scheduler looks at it, then the kubelet, then its probe. */
export const fateOf = (template: Template, program: Program): Fate => {
  const [{ image, resources }] = template.spec.containers;
  if ((quantity(String(resources.requests['cpu'] ?? '0')) ?? 0) > allocatableCpu) return 'no-node';
  if (!program.published.includes(image)) return 'no-image';
  if (probedPort(template, program) !== program.listensOn) return 'unready';
  return program.faulty.includes(image) ? 'fails' : 'serves';
};

/** True for pods that become ready. */
export const isReady = (fate: Fate): boolean => fate === 'serves' || fate === 'fails';
