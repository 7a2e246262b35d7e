import { describe, expect, it } from 'vitest';
import { judgeSubscription } from '../../../core/approval/subscription.ts';

const subscription = (policy: unknown, change: Record<string, string> = {}) => ({
  PendingConfirmation: 'false',
  ConfirmationWasAuthenticated: 'true',
  FilterPolicy: JSON.stringify(policy),
  ...change,
});
const own = { kind: 'approver', approver: 'alice', confirmed: true, authenticated: true };

describe('judge a subscription of the notice topic', () => {
  it.each<[string, unknown]>([
    ['one that names one approver', subscription({ approver: ['alice'] })],
    ['its scope said', subscription({ approver: ['alice'] }, { FilterPolicyScope: 'MessageAttributes' })],
    ['the same name twice', subscription({ approver: ['alice', 'alice'] })],
    ['the form that let notices to everybody through', subscription({ approver: ['alice', { exists: false }] })],
  ])('gives an approver their own links: %s', (_what, attributes) => {
    expect(judgeSubscription(attributes)).toEqual(own);
  });

  it('tells when anybody may end it, because its confirmation was not authenticated', () => {
    for (const said of ['false', 'True', '']) {
      const attributes = subscription({ approver: ['alice'] }, { ConfirmationWasAuthenticated: said });
      expect(judgeSubscription(attributes)).toEqual({ ...own, authenticated: false });
    }
    const { ConfirmationWasAuthenticated: _said, ...silent } = subscription({ approver: ['alice'] });
    expect(judgeSubscription(silent)).toEqual({ ...own, authenticated: false });
  });

  it.each<[string, unknown]>([
    ['does not say that it is confirmed', { FilterPolicy: '{"approver":["alice"]}' }],
    ['wants another attribute to be absent', subscription({ approver: ['alice'], audience: [{ exists: false }] })],
    ['has an or beside it', subscription({ approver: ['alice'], $or: [{ a: ['1'] }, { b: ['2'] }] })],
  ])('does not count on one that %s', (_what, attributes) => {
    expect(judgeSubscription(attributes)).toMatchObject({ kind: 'approver', approver: 'alice', confirmed: false });
  });

  it.each<[string, unknown]>([
    ['is not confirmed', subscription({}, { PendingConfirmation: 'true' })],
    ['is for a channel', subscription({ audience: ['chat'] })],
    ['is for programs', subscription({ audience: ['machine'] })],
    ['is for both', subscription({ audience: ['chat', 'machine'] })],
    ['wants an approver and something a link never has', subscription({ approver: ['alice', 'bob'], team: ['x'] })],
    ['wants an attribute that only looks odd', subscription({ price$: ['x'] })],
    ['is for what has no approver', subscription({ approver: [{ exists: false }] })],
  ])('knows that no link goes to one that %s', (_what, attributes) => {
    expect(judgeSubscription(attributes)).toEqual({ kind: 'no-links' });
  });

  it.each<[string, unknown, RegExp]>([
    ['has no filter', { PendingConfirmation: 'false' }, /no filter policy/],
    ['has an empty filter', subscription({}), /does not name an approver/],
    ['names two approvers', subscription({ approver: ['alice', 'bob'] }), /names 2 approvers/],
    ['names by prefix', subscription({ approver: [{ prefix: 'al' }] }), /more than names/],
    ['names by suffix', subscription({ approver: ['alice', { suffix: 'b' }] }), /more than names/],
    ['ignores case', subscription({ approver: [{ 'equals-ignore-case': 'alice' }] }), /more than names/],
    ['excludes an approver', subscription({ approver: [{ 'anything-but': ['alice'] }] }), /more than names/],
    ['takes every approver', subscription({ approver: [{ exists: true }] }), /every approver/],
    ['takes every approver beside one', subscription({ approver: ['alice', { exists: true }] }), /every approver/],
    ['names no list', subscription({ approver: 'alice' }), /more than names/],
    ['names an empty list', subscription({ approver: [] }), /more than names/],
    ['names a number', subscription({ approver: [7] }), /more than names/],
    ['takes what has no audience', subscription({ audience: [{ exists: false }] }), /does not name/],
    ['takes what has no audience, too', subscription({ audience: ['chat', { exists: false }] }), /does not name/],
    ['takes any other audience', subscription({ audience: [{ 'anything-but': ['chat'] }] }), /does not name/],
    ['names something beside an attribute', subscription({ $and: ['x'] }), /does not name/],
    ['has only an or', subscription({ $or: [{ approver: ['alice'] }, { approver: ['bob'] }] }), /does not name/],
    ['filters on the body', subscription({ approver: ['alice'] }, { FilterPolicyScope: 'MessageBody' }), /attributes/],
    ['has a filter that is not JSON', subscription({}, { FilterPolicy: '{' }), /cannot be read/],
    ['has a filter that is a list', subscription([]), /cannot be read/],
    ['has no attributes', undefined, /cannot be read/],
    ['has attributes of another form', { FilterPolicy: 7 }, /cannot be read/],
  ])('calls one unsafe that %s', (_what, attributes, why) => {
    expect(judgeSubscription(attributes)).toEqual({ kind: 'unsafe', why: expect.stringMatching(why) });
  });
});
