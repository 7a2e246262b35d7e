import type { Provider, Readers, Writers } from '../../core/remediation/provider.ts';
import type { EngineClock } from '../../local/engine/clock.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { wrapCalls } from './calls.ts';
import type { Chances } from './chances.ts';

/** After a change that was accepted a describe shows it within seconds; a cluster's API server answers from a quorum at once. */
const longestMs = 5000;

type Parts = { chances: Chances; clock: EngineClock; likely: number };

/** Providers whose answers lag behind a change for some seconds: a read then says what it last said before. */
export const lagging = (ports: LocalPorts, { chances, clock, likely }: Parts): LocalPorts => {
  const before = new Map<string, unknown>();
  const until = new Map<Provider, number>();

  const drawn = (provider: Provider): number => {
    const number = chances.next('lag', provider);
    const random = chances.source('lag', provider, number);
    const [given] = chances.given('lag', provider, number);
    const ms = random === undefined ? (given?.ms ?? 0) : random.chance(likely) ? 1 + random.int(longestMs) : 0;
    if (ms > 0) chances.happened({ of: 'lag', where: provider, number, ms });
    return ms;
  };
  const late = <P extends Partial<Readers> | Partial<Writers>>(opened: P): P =>
    wrapCalls(opened, ({ provider, name, call, target }) => {
      if (provider === 'kubernetes') return call;
      if (target !== undefined) {
        return async (...args) => {
          const ms = drawn(provider);
          const answer = await call(...args);
          if (ms > 0) until.set(provider, clock.now().getTime() + ms);
          return answer;
        };
      }
      return async (...args) => {
        const key = `${provider} ${name} ${JSON.stringify(args)}`;
        const isLate = (until.get(provider) ?? 0) > clock.now().getTime();
        if (isLate && before.has(key)) return structuredClone(before.get(key));
        const answer = await call(...args);
        before.set(key, structuredClone(answer));
        return answer;
      };
    });

  return {
    ...ports,
    readersFor: async (provider) => late(await ports.readersFor(provider)),
    session: { ...ports.session, open: async (request) => late(await ports.session.open(request)) },
  };
};
