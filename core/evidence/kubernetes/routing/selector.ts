import type { Service } from '../objects.ts';
import { behind, portNumber, type Running } from '../running.ts';
import { isNear, keyOf } from './near.ts';
import type { ServiceFault } from './reached.ts';

const text = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

type Likeness = { by: string; sureness: number };

const byLabels = (selector: Readonly<Record<string, string>>, labels: Running['labels']): Likeness | undefined => {
  const entries = Object.entries(selector);
  const differing = entries.filter(([key, value]) => labels[key] !== value);
  const [[key, value] = ['', '']] = differing;
  if (differing.length !== 1) return undefined;
  const present = labels[key];
  if (present !== undefined && isNear(present, value)) return { by: 'nearly its labels', sureness: 0.95 };
  const renamed = Object.entries(labels).some(([other, one]) => one === value && isNear(other, key));
  if (renamed) return { by: 'nearly its labels', sureness: 0.95 };
  return entries.length > 1 ? { by: 'all its labels but one', sureness: 0.9 } : undefined;
};

const byPort = ({ spec }: Service, { containers }: Running['spec']): boolean =>
  (spec.ports ?? []).some(({ port, targetPort }) => {
    const number = portNumber(targetPort ?? port, containers);
    return containers.some(({ ports }) => (ports ?? []).some(({ containerPort }) => containerPort === number));
  });

/** How a workload shows that a Service is meant for it, though its labels are not those that the Service selects. */
const likeness = (service: Service, running: Running): Likeness | undefined => {
  const { name } = service.metadata;
  if (name === running.resource.name) return { by: 'its name', sureness: 1 };
  if (keyOf(name) === keyOf(running.resource.name)) return { by: 'its name', sureness: 0.95 };
  return (
    byLabels(service.spec.selector ?? {}, running.labels) ??
    (name.startsWith(`${running.resource.name}-`) ? { by: 'the beginning of its name', sureness: 0.85 } : undefined)
  );
};

/**
 * The workload that a Service which selects nothing is meant for: of its name, or nearly of its labels, or the only one
 * with its port that no other Service selects. Undefined where there is none: then it may be left over from what is gone.
 */
export const meantFor = (
  service: Service,
  all: readonly Running[],
  services: readonly Service[],
): ServiceFault | undefined => {
  const selector = service.spec.selector ?? {};
  const near = all.filter(({ namespace }) => namespace === (service.metadata.namespace ?? undefined));
  const selected = new Set(services.flatMap((other) => behind(other, near)));
  const liked = near.flatMap((about) => {
    const like = likeness(service, about);
    return like === undefined ? [] : [{ about, ...like }];
  });
  const lonely = near.filter((one) => !selected.has(one) && byPort(service, one.spec));
  const [only] = lonely;
  const guessed = only === undefined || lonely.length > 1 ? [] : [{ about: only, by: 'its port', sureness: 0.8 }];
  const [best] = [...liked, ...guessed].toSorted((a, b) => b.sureness - a.sureness);
  if (best === undefined) return undefined;
  const { about, by, sureness } = best;
  // Another Service leads there already: this one may wait for a workload that is not there yet.
  const served = selected.has(about) && by !== 'its name' ? 0.6 : 1;
  const running = about.pods.some(({ status }) => status.phase === 'Running') || (about.ready ?? 0) > 0;
  return {
    about,
    says: `Service ${service.metadata.name} selects ${text(selector)}, which no pod has; ${about.resource.name}, meant by ${by}, has ${text(about.labels)}`,
    sureness: sureness * served * (running ? 1 : 0.9),
    data: { selector: text(selector), labels: text(about.labels) },
  };
};
