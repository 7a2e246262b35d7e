import { portNumber } from '../running.ts';
import { type Checked, type Handler, handlerOf } from './checked.ts';
import type { Fault } from './port.ts';

type Speech = 'http' | 'grpc' | 'tcp';

/**
 * What the kubelet writes when the other side answers in another protocol: Go's net/http for HTTP probes, grpc-go for gRPC
 * probes. A connection that is cut says less: a process that is ending cuts it, too.
 */
const foreign: readonly { to: Handler['speaks']; pattern: RegExp; sureness: number }[] = [
  { to: 'http', pattern: /malformed HTTP|server gave HTTP response to HTTPS client/i, sureness: 1 },
  { to: 'http', pattern: /first record does not look like a TLS handshake|tls: /i, sureness: 0.95 },
  { to: 'grpc', pattern: /reading server preface|frame too large|malformed header|http2: /i, sureness: 1 },
  {
    to: 'grpc',
    pattern: /does not implement the grpc health|unknown service grpc\.health|unimplemented/i,
    sureness: 0.93,
  },
];

const named: readonly [RegExp, Speech][] = [
  [/^(?:grpc|grpc-web)(?:-|$)/i, 'grpc'],
  [/^(?:http|https|http2|web)(?:-|$)/i, 'http'],
  [/^(?:tcp|redis|mysql|postgres|mongo|amqp|kafka|tls)(?:-|$)/i, 'tcp'],
];
const speechOf = (name: string | null | undefined): Speech | undefined =>
  named.find(([pattern]) => pattern.test(name ?? ''))?.[1];

/** What the port is said to speak, and who says so: names of ports are the convention of service meshes (`<protocol>[-<suffix>]`). */
const spoken = (checked: Checked, port: number): { speech: Speech; by: string } | undefined => {
  const { services, running, container, kind } = checked;
  const { containers } = running.spec;
  for (const { metadata, spec } of services) {
    const sent = (spec.ports ?? []).find((one) => portNumber(one.targetPort ?? one.port, containers) === port);
    const speech = speechOf(sent?.appProtocol) ?? speechOf(sent?.name);
    if (speech !== undefined) return { speech, by: `the port of Service ${metadata.name}` };
  }
  const own = speechOf(container.ports?.find(({ containerPort }) => containerPort === port)?.name);
  if (own !== undefined) return { speech: own, by: 'the name of the container port' };
  const other = kind === 'readiness' ? container.livenessProbe : container.readinessProbe;
  const asked = other == null ? undefined : handlerOf(other);
  return asked === undefined || portNumber(asked.port, containers) !== port
    ? undefined
    : { speech: asked.speaks, by: `the other probe of the container` };
};

/** A probe that fails on a port that is served, since it speaks another protocol than whatever listens there. */
export const wrongProtocol = (checked: Checked): Fault | undefined => {
  const { handler, running, served, kind, container, reports, suffers } = checked;
  if (handler === undefined || !suffers) return undefined;
  const what = `${kind} probe of container ${container.name} asks by ${handler.speaks} on port ${handler.port}`;
  for (const { to, pattern, sureness } of foreign) {
    if (to === handler.speaks && reports.some((message) => pattern.test(message))) {
      return { says: `${what}; the answer is in another protocol`, sureness };
    }
  }
  const port = portNumber(handler.port, running.spec.containers);
  // Anything that listens accepts a TCP connection.
  if (handler.speaks === 'tcp' || port === undefined || (served.size > 0 && !served.has(port))) return undefined;
  const heard = spoken(checked, port);
  if (heard === undefined || heard.speech === handler.speaks) return undefined;
  return { says: `${what}; by ${heard.by} it is ${heard.speech}`, sureness: 0.93 };
};
