import type { Handler } from '../../local/engine/types.ts';
import type { Standing } from './standing.ts';

/** Mistakes that a handler might have, put around the real one. */
export const plants: Readonly<Record<string, (handler: Handler, stack: Standing) => Handler>> = {
  /** Says what it did not understand. */
  reflecting: (handler) => async (event) => {
    const answer = await handler(event);
    const told = JSON.stringify(event).replaceAll('<', '\\u003c');
    return typeof answer === 'object' && answer !== null && 'statusCode' in answer && answer.statusCode === 400
      ? { ...answer, body: told }
      : answer;
  },
  /** Remembers who came. */
  writing:
    (handler, { memory }) =>
    async (event) => {
      const item = { pk: 'BUDGET#SEEN', sk: 'SEEN', event: JSON.stringify(event).length };
      await memory.table.transact([{ kind: 'replace', item, when: [] }]);
      return handler(event);
    },
  /** Trusts that a list is one. */
  throwing: (handler) => async (event) => {
    if (JSON.stringify(event).includes('zqmarkerqz')) throw new TypeError('x.map is not a function');
    return handler(event);
  },
  /** Answers its own mistakes. */
  failing: (handler) => async (event) => {
    const answer = await handler(event);
    return typeof answer === 'object' && answer !== null && 'statusCode' in answer && answer.statusCode === 413
      ? { ...answer, statusCode: 500 }
      : answer;
  },
  /** Writes down what it was sent. */
  telling:
    (handler, { ports }) =>
    async (event) => {
      ports.log.info('called', { event });
      return handler(event);
    },
};
