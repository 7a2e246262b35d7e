import { describe, expect, it } from 'vitest';
import {
  askingLines,
  kindOf,
  requestMessage,
  type RequestFacts,
} from '../../../../core/approval/notice/request-message.ts';
import { waysToDecide } from '../../../../core/approval/notice/ways.ts';
import { request } from '../../../support/approval.ts';
import { diagnosis } from '../../../support/approval-page.ts';
import { incident, later } from '../../../support/incident.ts';
import { highRisk, proposal } from '../../../support/proposal.ts';

const baseUrl = 'https://approve.example/live';
const facts = (change: Partial<RequestFacts> = {}): RequestFacts => ({
  incident: incident(),
  request: request({ status: 'pending' }),
  proposal: proposal(),
  alternatives: 0,
  diagnosis,
  reminders: 0,
  baseUrl,
  now: later(60),
  ...change,
});
const rollback = { request: request({ purpose: 'rollback' }) };
const example = { proposal: proposal({ mode: 'propose' }) };
const says = (lines: readonly object[]): unknown[] => lines.map((line) => ('says' in line ? line.says : line));

describe('what is told of a request', () => {
  const least = [
    { says: 'service', with: { service: { foreign: 'payments' }, severity: { word: 'high' } } },
    { says: 'risk', with: { risk: { word: 'low' } } },
  ];

  it('is service, severity and risk, and nothing else in minimal detail', () =>
    expect(requestMessage(facts(), 'minimal')).toEqual({
      incident: incident(),
      kind: 'approval-request',
      headline: 'approvalNeeded',
      lines: least,
      chatSteps: waysToDecide(incident().id, baseUrl),
      facts: { risk: 'low', decideBy: later(900).toISOString() },
    }));

  it('says in full detail also where, why, what and what for', () =>
    expect(
      requestMessage(facts({ alternatives: 2, incident: incident({ spoke: '210987654321' }) }), 'full').lines,
    ).toEqual([
      ...least,
      { says: 'where', with: { resource: { foreign: '210987654321/Deployment/checkout/payments-api' } } },
      { says: 'alarm', with: { alarm: { foreign: 'checkout-payments-api-oomkilled' } } },
      { says: 'cause', with: { cause: { foreign: diagnosis.causes[0]?.summary }, source: { word: 'rules' } } },
      { says: 'change' },
      { fact: 'Deployment payments-api: containers.app.limits.memory 512Mi -> 1Gi' },
      { fact: 'HorizontalPodAutoscaler payments-api: minReplicas 2 -> 3' },
      { says: 'expected', with: { expected: { foreign: 'pod stable, p99 < 200 ms' } } },
      { says: 'alternatives', with: { count: { own: 2 } } },
    ]));

  it.each([
    ['there is none', undefined],
    ['it has none', { ...diagnosis, causes: [] }],
  ])('names no cause where %s, and no alternative where there is none', (_why, none) => {
    const lines = says(requestMessage(facts({ diagnosis: none }), 'full').lines);
    expect(lines).toContain('causeUnknown');
    expect(lines).not.toContain('cause');
    expect(lines).not.toContain('alternatives');
  });

  it('says how many people it takes where one is not enough', () =>
    expect(requestMessage(facts({ proposal: highRisk }), 'minimal')).toMatchObject({
      lines: [{}, { with: { risk: { word: 'high' } } }, { says: 'peopleNeeded', with: { people: { own: 2 } } }],
      facts: { risk: 'high' },
    }));

  it.each<[string, Partial<RequestFacts>, string, string]>([
    ['a change', {}, 'approvalNeeded', 'approvalReminder'],
    ['a rollback', rollback, 'rollbackNeeded', 'rollbackReminder'],
    ['an example', example, 'exampleAsked', 'exampleReminder'],
    ['a rollback of an example', { ...rollback, ...example }, 'rollbackNeeded', 'rollbackReminder'],
  ])('says first what %s is asked for, and then that it is asked again', (_what, change, first, again) => {
    expect(requestMessage(facts(change), 'minimal').headline).toBe(first);
    expect(requestMessage(facts({ ...change, reminders: 1 }), 'minimal').headline).toBe(again);
  });

  it('tells programs what is asked, and that nothing will be executed', () => {
    expect([kindOf(request()), kindOf(rollback.request)]).toEqual(['approval-request', 'rollback-request']);
    expect(requestMessage(facts(example), 'minimal').facts).toMatchObject({ mode: 'propose' });
    expect(requestMessage(facts(rollback), 'minimal').kind).toBe('rollback-request');
  });
});

describe('what stands around a link', () => {
  const policy = { linkDecides: ['low', 'medium'] as const };
  const lines = (change: Partial<RequestFacts>) => askingLines(facts(change), { linkDecides: [...policy.linkDecides] });

  it('is by when, and what it is good for', () =>
    expect(lines({})).toEqual([
      { says: 'decideBy', with: { time: { own: '2026-11-20 03:15' }, minutes: { own: 14 } } },
      { says: 'nothingChanges' },
      { says: 'yoursAlone' },
    ]));

  it.each<[string, Partial<RequestFacts>, string[]]>([
    ['of high risk', { proposal: highRisk }, ['decideBy', 'linkOnlyViews', 'nothingChanges', 'yoursAlone']],
    ['to a rollback', rollback, ['decideBy', 'changeStays', 'yoursAlone']],
    ['to an example', example, ['decideBy', 'nothingExecuted', 'yoursAlone']],
  ])('%s', (_what, change, expected) => expect(says(lines(change))).toEqual(expected));

  it('is never less than no minutes', () =>
    expect(lines({ now: later(901) })[0]).toMatchObject({ with: { minutes: { own: 0 } } }));
});
