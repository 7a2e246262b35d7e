import { cleanText } from '../../core/incident/text.ts';
import { type ParsedRequest, parseDecisionRequest } from '../../core/policy/decision-request.ts';
import { readEventFile } from '../invoke/event.ts';

/** Far above the largest request that its schema lets through. */
const maxCharacters = 256 * 1024;

/** The request in a file, or one line: the file, the field, what was expected and what was found. */
export const readRequest = (file: string): ParsedRequest => {
  const read = readEventFile(file, 'one request');
  if (read.kind === 'wrong') return read;
  if (read.text.length > maxCharacters) {
    return {
      kind: 'wrong',
      message: `${file}: expected at most ${maxCharacters} characters, found ${read.text.length}`,
    };
  }
  const parsed = parseDecisionRequest(JSON.parse(read.text));
  return parsed.kind === 'request' ? parsed : { kind: 'wrong', message: `${file}: ${cleanText(parsed.message, 400)}` };
};
