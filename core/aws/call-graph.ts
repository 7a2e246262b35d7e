import { GetServiceGraphCommand, type Service, XRayClient } from '@aws-sdk/client-xray';
import { callGraphOf, type GraphOfPeriod } from '../evidence/call-graph.ts';
import type { CallGraphReader } from '../evidence/sources.ts';
import type { ClientConfig } from './client-config.ts';
import { pagesOf } from './pages.ts';

/** X-Ray adds up over the period that is asked for: a series takes a call for each of its points. */
const periodMs = 5 * 60_000;
/** A graph of more pages has more services than anybody follows. */
const bounds = { pages: 3, ms: 15_000 };
/** Calls at once. */
const mostAtOnce = 6;

/** The whole periods of a time span, the last one first. */
const periodsOf = (from: Date, to: Date): Date[] => {
  const last = Math.floor(to.getTime() / periodMs) * periodMs - periodMs;
  const count = Math.max(0, Math.floor((last - from.getTime()) / periodMs) + 1);
  return Array.from({ length: count }, (_, back) => new Date(last - back * periodMs));
};

/**
 * The service graph of X-Ray in periods of five minutes, whole ones only. Throws `ServiceRefused`, `NotPermitted` or
 * `ServiceUnavailable`.
 */
export const xrayCallGraph = (client: Pick<XRayClient, 'send'>): CallGraphReader => ({
  graph: async ({ from, to }) => {
    const graphs: GraphOfPeriod[] = [];
    let cut = false;
    const graphAt = async (start: Date): Promise<void> => {
      const { items, complete } = await pagesOf<Service>('xray GetServiceGraph', bounds, async (next, abortSignal) => {
        const command = new GetServiceGraphCommand({
          StartTime: start,
          EndTime: new Date(start.getTime() + periodMs),
          ...(next === undefined ? {} : { NextToken: next }),
        });
        const { Services = [], NextToken } = await client.send(command, { abortSignal });
        return { items: Services, next: NextToken };
      });
      cut ||= !complete;
      graphs.push({ at: start, services: items });
    };
    const waiting = periodsOf(from, to);
    const worker = async (): Promise<void> => {
      for (let start = waiting.shift(); start !== undefined; start = waiting.shift()) await graphAt(start);
    };
    await Promise.all(Array.from({ length: mostAtOnce }, worker));
    const { graph, unreadable } = callGraphOf(graphs, periodMs / 1000);
    return {
      found: graph,
      gaps: [
        ...(cut ? ['call graph: some periods have more services than were read'] : []),
        ...(unreadable === 0 ? [] : [`call graph: ${unreadable} services have an unknown form`]),
        ...(graph === undefined ? ['call graph: nothing was traced'] : []),
      ],
    };
  },
});

/** A client of its own: whoever loads this file gets no more of the SDK than this call. */
export const openCallGraph = (config: ClientConfig): CallGraphReader => xrayCallGraph(new XRayClient(config));
