import * as z from 'zod';
import { receivedError, SentError, sentError } from './errors.ts';

/** One end of a connection between two processes; what is sent is cloned as `structuredClone` does it. */
export type Line = { send(message: object): void; listen(heard: (message: unknown) => void): void };

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.int(), name: z.string(), args: z.array(z.unknown()) }),
  z.object({ kind: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.int(), error: SentError }),
]);
type Message = z.infer<typeof Message>;

export type Call = (name: string, args: readonly unknown[]) => Promise<unknown>;
export type Channel = {
  call: Call;
  /** The other end is gone: whoever waits for it, and whoever calls from now on, hears so. */
  close(): void;
};

/** Calls in both directions; `answer` is asked for whatever the other end calls. */
export const channel = ({ send, listen }: Line, answer: Call): Channel => {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const gone = (): Error => new Error('the other process is gone');
  let calls = 0;
  let closed = false;

  const say = (message: Message): void => {
    if (!closed) send(message);
  };
  const respond = async (id: number, name: string, args: readonly unknown[]): Promise<void> => {
    try {
      say({ kind: 'answer', id, value: await answer(name, args) });
    } catch (error) {
      say({ kind: 'error', id, error: sentError(error) });
    }
  };
  listen((heard) => {
    const message = Message.parse(heard);
    if (message.kind === 'call') return void respond(message.id, message.name, message.args);
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') caller?.resolve(message.value);
    else caller?.reject(receivedError(message.error));
  });
  return {
    call: (name, args) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(gone());
        calls += 1;
        waiting.set(calls, { resolve, reject });
        say({ kind: 'call', id: calls, name, args: [...args] });
      }),
    close: () => {
      closed = true;
      for (const { reject } of waiting.values()) reject(gone());
      waiting.clear();
    },
  };
};
