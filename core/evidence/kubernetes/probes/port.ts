import { portNumber } from '../running.ts';
import type { Checked } from './checked.ts';

/** What is wrong with a probe, in words, and how sure that is, 0 to 1. */
export type Fault = { says: string; sureness: number };

const list = (ports: Iterable<number>): string => [...ports].toSorted((a, b) => a - b).join(', ');

/** The port that istio's agent answers probes on after it rewrote them; only pods show it, no template does. */
const rewritten = ({ probe }: Checked): boolean => probe.httpGet?.path?.startsWith('/app-health/') === true;

/** What the kubelet writes when nothing accepts the connection. */
const unanswered = /refused|timeout|deadline exceeded|no route to host|failed to connect/i;

/** 128 + SIGKILL and 128 + SIGTERM: what the kubelet ends a container with. */
const bySignal: readonly number[] = [137, 143];

/** A program that ends by itself answers no probe at all, wherever that asks. */
const endsItself = ({ killed, statuses }: Checked): boolean =>
  !killed &&
  statuses.some(({ state, lastState }) => {
    const code = (state?.terminated ?? lastState?.terminated)?.exitCode ?? 0;
    return code !== 0 && !bySignal.includes(code);
  });

/** A probe that fails and asks a port that nothing says the pod serves; or a name of a port that no container declares. */
export const wrongPort = (checked: Checked): Fault | undefined => {
  const { handler, running, served, kind, container, reports, suffers } = checked;
  if (handler === undefined || !suffers || rewritten(checked)) return undefined;
  const asked = portNumber(handler.port, running.spec.containers);
  const what = `${kind} probe of container ${container.name}`;
  if (asked === undefined) {
    return { says: `${what} asks port ${handler.port}, a name that no container of the pod declares`, sureness: 1 };
  }
  if (served.size === 0 || served.has(asked)) return undefined;
  const said = reports.some((message) => message.includes(`:${asked}`) && unanswered.test(message));
  const says = `${what} asks port ${asked}, the pod serves ${list(served)}`;
  const sureness = endsItself(checked) ? 0.6 : said ? 1 : 0.93;
  return { says: said ? `${says}, and nothing answers the probe` : says, sureness };
};
