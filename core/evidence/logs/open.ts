import { type JsonObject, jsonObject } from './json-object.ts';
import { type Level, namedLevel } from './level.ts';

/** What a structured line says. `level` where a field names it. */
export type Opened = { message: string; level?: Level };

/** Fields that hold the text, the first that is there; `event` is structlog's, `errorMessage` a Lambda runtime's. */
const textFields = ['message', 'msg', '@message', 'log', 'event', 'errorMessage', 'error', 'err'];
/** Fields that hold what went wrong, beside the text. */
const errorFields = ['error', 'err', 'exception', 'errorMessage', 'exc_info'];
const levelFields = ['level', 'severity', 'lvl', 'levelname', 'log.level', 'severityText', 'severity_text'];

/** A text out of a field: itself, what an error object says, or the object as JSON. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const said = fields.get('message') ?? fields.get('msg') ?? fields.get('errorMessage');
  if (typeof said !== 'string') return JSON.stringify(value);
  const kind = fields.get('type') ?? fields.get('name') ?? fields.get('errorType');
  return typeof kind === 'string' ? `${kind}: ${said}` : said;
};

const firstText = (of: JsonObject, fields: readonly string[]): string | undefined => {
  for (const field of fields) {
    const text = textOf(of[field]);
    if (text !== undefined) return text;
  }
  return undefined;
};

const levelOf = (of: JsonObject): Level | undefined => {
  for (const field of levelFields) {
    const value = of[field];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const level = namedLevel(value);
    if (level !== 'unknown') return level;
  }
  return undefined;
};

/** A Lambda platform event says in `type` what it is, and its figures in `record`. */
const platformEvent = (of: JsonObject): string | undefined =>
  typeof of['type'] === 'string' && of['type'].startsWith('platform.') && 'record' in of
    ? `${of['type']} ${JSON.stringify(of['record'])}`
    : undefined;

/**
 * The text and the level out of a JSON line as logging libraries and the Lambda runtime write it, whether on one line or
 * over several. The error that is given beside the text follows it. A line that is no JSON object, or one without a field
 * that holds text, is its own message.
 */
export const open = (text: string): Opened => {
  const of = jsonObject(text.trimStart());
  if (of === undefined) return { message: text };
  const level = levelOf(of);
  const shown = level === undefined ? {} : { level };
  const said = platformEvent(of) ?? firstText(of, textFields);
  if (said === undefined) return { message: text, ...shown };
  const error = firstText(of, errorFields);
  return { message: error === undefined || said.includes(error) ? said : `${said}: ${error}`, ...shown };
};
