import * as z from 'zod';
import { serve } from '../../local/http.ts';
import { operatorsOf } from '../../local/run/operators.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { badAnswer, saysTooMuch } from './answer-checks.ts';
import { bytesOf } from './http-bytes.ts';
import { type HttpInput, httpInput } from './http-input.ts';
import { logTail } from './log-tail.ts';
import { namesOf } from './names.ts';
import { exchange, type Reply } from './raw-http.ts';
import { type Around, standing } from './standing.ts';
import { type Judged, refused, type Target, valid, violation } from './target.ts';
import { tracesOf } from './traces.ts';

const Input = z.object({
  method: z.string(),
  target: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  framing: z.enum(['length', 'chunked', 'both', 'longer', 'shorter', 'twice', 'none']),
  signed: z.enum(['alice', 'bob', 'stranger', 'altered']).optional(),
  parts: z.int(),
});
const parsed = (text: string): HttpInput => {
  const { signed, ...input } = Input.parse(JSON.parse(text));
  return signed === undefined ? input : { ...input, signed };
};

const judge = ({ status, raw }: Reply, whole: boolean): Judged => {
  if (status === undefined) return whole ? violation('no answer') : refused('cut off');
  const why = badAnswer(status, raw);
  if (why !== undefined) return violation(why);
  return (status < 300 ? valid : refused)(String(status));
};

const { roster } = loadPolicyLayer('layers/policy');

/** The approval API over HTTP, behind the front that `npm start` puts before it. */
export const httpTarget = (around?: Around): Target => ({
  name: 'http',
  inputs: httpInput.map((input) => JSON.stringify(input)),
  open: async () => {
    const stack = await standing(around);
    const handler = stack.handlers.get('approval-api');
    if (handler === undefined) throw new Error('there is no approval API');
    const { people, front } = operatorsOf(roster, () => stack.ports);
    const server = await serve(handler, 0, undefined, front);
    const { host, port } = new URL(server.url);
    const [traces, log, { filled, secrets }] = [tracesOf(stack), logTail(stack), await namesOf(stack)];
    return {
      send: async (text) => {
        const { parts, whole } = await bytesOf(parsed(filled(text)), host, people);
        const judged = judge(await exchange(Number(port), parts, whole), whole);
        const { changed, facts } = await traces();
        if (changed !== undefined) return violation(`${judged.kind}, and yet ${changed}`);
        const why = saysTooMuch(facts, log(), secrets);
        return why === undefined || judged.kind === 'violation' ? judged : violation(why);
      },
      close: () => server.stop(),
    };
  },
});
