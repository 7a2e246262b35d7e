import * as z from 'zod';
import type { LabelSelector } from '../schema.ts';
import type { NetworkPolicy } from '../objects.ts';
import type { Running } from '../running.ts';

type Labels = Readonly<Record<string, string>>;

const meets = (labels: Labels, { matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
  (matchExpressions ?? []).every(({ key, operator, values }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    const within = value !== undefined && (values ?? []).includes(value);
    return operator === 'In' ? within : !within;
  });

/** True when a policy is about the pods of a workload; an empty selector is about all of the namespace. */
export const selectsPods = ({ metadata, spec }: NetworkPolicy, { namespace, labels }: Running): boolean =>
  (metadata.namespace ?? undefined) === namespace && meets(labels, spec?.podSelector ?? {});

const Rule = z.object({
  ports: z
    .array(
      z.object({
        port: z.union([z.number(), z.string()]).nullish(),
        endPort: z.number().nullish(),
        protocol: z.string().nullish(),
      }),
    )
    .nullish(),
});

/**
 * True when any rule lets something through to one of the ports; a rule without ports is about all of them. With a
 * `transport` only what is said of it counts, and what says nothing of the kind.
 */
const allows = (rules: readonly unknown[], ports: readonly (number | string)[], transport?: string): boolean =>
  rules.some((rule) => {
    const { data } = Rule.safeParse(rule);
    // A rule of an unknown form may allow anything.
    if (data?.ports == null || data.ports.length === 0) return true;
    const about = data.ports.filter(({ protocol }) => transport === undefined || (protocol ?? transport) === transport);
    return about.some(({ port, endPort }) =>
      port == null
        ? true
        : ports.includes(port) ||
          (typeof port === 'number' &&
            ports.some((one) => typeof one === 'number' && one >= port && one <= (endPort ?? port))),
    );
  });

/** True when pods under the policy may still ask a name server: by UDP, TCP is for long answers only (RFC 7766). */
export const allowsNames = ({ spec }: NetworkPolicy): boolean => allows(spec?.egress ?? [], [53, 'dns'], 'UDP');

/** True when anything may reach one of the ports of pods under the policy. */
export const admits = ({ spec }: NetworkPolicy, ports: readonly (number | string)[]): boolean =>
  allows(spec?.ingress ?? [], ports);
