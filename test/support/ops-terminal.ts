import { main } from '../../local/ops/main.ts';

type Options = { isTerminal?: boolean; answers?: readonly (string | undefined)[]; interruptAfter?: number };

/** `npm run ops` in this process: what was printed, what was asked, and the exit code. */
export const ops = async (stackFile: string, argv: readonly string[], options: Options = {}) => {
  const { isTerminal = false, answers = [], interruptAfter = Number.POSITIVE_INFINITY } = options;
  const [out, err, asked]: [string[], string[], string[]] = [[], [], []];
  const interrupt = new AbortController();
  let waits = 0;
  const code = await main({
    argv,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    isTerminal,
    ask: async (question) => {
      asked.push(question);
      return answers[asked.length - 1];
    },
    stackFile,
    now: () => new Date(),
    wait: async () => {
      waits += 1;
      if (waits >= interruptAfter) interrupt.abort();
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    interrupted: interrupt.signal,
  });
  return { code, out: out.join(''), err: err.join(''), asked };
};
