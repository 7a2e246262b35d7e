import { announce, byId } from './dom.client.ts';
import { say } from './say.client.ts';

/** Says in the bar, which moves nothing below it, that what is shown may be old; `undefined` when it is not. */
export const showConnection = (trouble: 'noConnection' | 'tooMany' | undefined): void => {
  const text = trouble === undefined ? '' : say(trouble);
  const line = byId('connection');
  if (line.textContent === text) return;
  line.textContent = text;
  if (text !== '') announce(text);
};
