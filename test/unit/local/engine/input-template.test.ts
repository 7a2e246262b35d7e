import { describe, expect, it } from 'vitest';
import { inputTemplate } from '../../../../local/engine/input-template.ts';

const record = {
  dynamodb: {
    NewImage: { id: { S: 'inc-1' }, seq: { N: '7' }, said: { S: 'a "quoted" \\ line\n' }, gone: { NULL: true } },
  },
  list: [{ x: 1 }, { x: 2 }],
  nothing: null,
};

describe('input template', () => {
  it.each<[string, string, unknown]>([
    ['a text between quotes', '{"a": "<$.dynamodb.NewImage.id.S>"}', { a: 'inc-1' }],
    ['a text without quotes', '{"a": <$.dynamodb.NewImage.id.S>}', { a: 'inc-1' }],
    ['a boolean without quotes', '{"a": <$.dynamodb.NewImage.gone.NULL>}', { a: true }],
    ['a boolean between quotes', '{"a": "<$.dynamodb.NewImage.gone.NULL>"}', { a: 'true' }],
    ['an object without quotes', '{"a": <$.dynamodb.NewImage.seq>}', { a: { N: '7' } }],
    ['text around a path', '{"a": "id <$.dynamodb.NewImage.id.S>, <$.dynamodb.NewImage.seq.N>"}', { a: 'id inc-1, 7' }],
    ['an element of a list', '{"a": <$.list[1].x>}', { a: 2 }],
    ['a missing value between quotes', '{"a": "<$.dynamodb.NewImage.from.S>"}', { a: '' }],
    ['null between quotes', '{"a": "<$.nothing>"}', { a: '' }],
    ['what JSON must escape', '{"a": "<$.dynamodb.NewImage.said.S>"}', { a: 'a "quoted" \\ line\n' }],
    ['an angle bracket in a text', '{"a": "1 < 2"}', { a: '1 < 2' }],
    ['an escaped quote before a path', '{"a": "\\"<$.dynamodb.NewImage.id.S>"}', { a: '"inc-1' }],
    ['no path at all', '{"a": 1}', { a: 1 }],
  ])('renders %s', (_what, template, rendered) => {
    expect(inputTemplate(template)(record)).toEqual(rendered);
  });

  it.each([
    ['a missing value without quotes', '{"a": <$.missing>}', /\$\.missing> finds nothing/],
    ['an object between quotes', '{"a": "<$.dynamodb>"}', /no scalar/],
  ])('throws for %s', (_what, template, message) => {
    expect(() => inputTemplate(template)(record)).toThrow(message);
  });

  it.each([
    ['what is never JSON', '{"a": "<$.b>"', /must render JSON/],
    ['a variable it does not know', '{"a": <aws.pipes.event.json>}', /only paths/],
  ])('refuses %s before anything is rendered', (_what, template, message) => {
    expect(() => inputTemplate(template)).toThrow(message);
  });
});
