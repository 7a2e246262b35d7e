import * as z from 'zod';
import type { Identity } from '../../core/approval/identity.ts';
import { screen } from '../../core/evidence/sanitize.ts';
import type { Meter } from '../../core/runtime/effects.ts';
import { fenced, screened } from './fence.ts';
import { codes, type Problem, problem } from './protocol/message.ts';
import type { Tool, ToolDeps } from './tools/tool.ts';
import { tools } from './tools/tools.ts';

export type CallDeps = ToolDeps & { meter: Meter; delimiter: () => string };

const Params = z.object({ name: z.string().max(64), arguments: z.record(z.string(), z.unknown()).default({}) });

/** Somebody who looks only is not shown what they may not ask for; whoever names it all the same is told why. */
const isOffered = ({ asks }: Tool, { person: { role } }: Identity): boolean => !asks || role !== 'viewer';

/** The tools of this person, as a client lists them. */
export const toolList = (who: Identity): object => ({
  tools: [...tools.values()]
    .filter((one) => isOffered(one, who))
    .map(({ name, title, description, input, asks }) => ({
      name,
      title,
      description,
      inputSchema: z.toJSONSchema(input, { io: 'input' }),
      annotations: { readOnlyHint: !asks, destructiveHint: false, openWorldHint: false },
    })),
});

const line = (text: string, isError: boolean): object => ({ content: [{ type: 'text', text }], isError });

/** What was expected of the field that is wrong; a name of a field that is not known is the client's, so it is not said. */
const wrongInput = ({ issues: [issue] }: z.ZodError): string => {
  const expected = issue?.code === 'unrecognized_keys' ? 'expected no other field' : issue?.message;
  return `${issue?.path.join('.') || 'arguments'}: ${expected ?? 'not as expected'}`;
};

/** One call of a tool. Nothing a client sends is thrown at it: what is wrong is told in one line. */
export const callTool = async (deps: CallDeps, who: Identity, params: unknown): Promise<object | Problem> => {
  const sent = Params.safeParse(params);
  if (!sent.success) return problem(codes.invalidParams, 'params: expected the name of a tool and its arguments');
  const found = tools.get(sent.data.name);
  if (found === undefined) {
    return problem(codes.invalidParams, `name: no such tool; expected one of ${[...tools.keys()].join(', ')}`);
  }
  const input = found.input.safeParse(sent.data.arguments);
  const told = input.success
    ? await found.run(deps, who, input.data)
    : ({ kind: 'refused', message: wrongInput(input.error) } as const);
  const facts = { tool: found.name, person: who.person.id, identity: who.method, outcome: told.kind };
  deps.log.info('tool called', facts);
  deps.meter.count(told.kind === 'data' ? 'ToolCalls' : 'ToolCallsRefused');
  if (told.kind === 'refused') return line(screen(told.message, 600).text, true);
  return line(fenced(JSON.stringify(screened(told.data)), deps.delimiter()), false);
};
