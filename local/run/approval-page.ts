import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Front } from '../gateway/front.ts';
import { type HttpHandler, serve } from '../http.ts';

export type Page =
  | {
      kind: 'open';
      url: string;
      /** Resolves when a browser was told that it is over, at the latest after `ms`. */
      endSeen(ms: number): Promise<void>;
      stop(): Promise<void>;
    }
  | { kind: 'port-unusable'; message: string };

const ViewRequest = z.object({ httpMethod: z.literal('POST'), path: z.string().endsWith('/view') });
const Over = z.object({ incident: z.object({ over: z.literal(true) }) });
const ViewOfEnd = z.object({
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Over),
});

/** Serves the approval page; a port that cannot be had is an outcome with one line for a person. */
export const openPage = async (handler: HttpHandler, port: number, front?: Front): Promise<Page> => {
  let tellSeen = (): void => undefined;
  const seen = new Promise<void>((resolve) => {
    tellSeen = resolve;
  });
  const answer: HttpHandler = async (event) => {
    const result = await handler(event);
    // A moment later: the answer must have left before anybody stops the server.
    if (ViewRequest.safeParse(event).success && ViewOfEnd.safeParse(result).success) setTimeout(tellSeen, 200);
    return result;
  };
  const endSeen = (ms: number): Promise<void> => {
    const late = new AbortController();
    const timer = sleep(ms, undefined, { signal: late.signal }).catch(() => undefined);
    return Promise.race([seen, timer]).finally(() => late.abort());
  };
  try {
    return { kind: 'open', endSeen, ...(await serve(answer, port, undefined, front)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'port-unusable', message: `--port: ${error.message}` };
  }
};
