import { describe, expect, it } from 'vitest';
import { fillAll, fillRecord, fillText, unknownPlaceholders } from '../../../core/incident/placeholders.ts';

const values = {
  first_2: 'x',
  'dimension.Pod_Name2': 'y',
  name: 'payments-api',
  cluster: 'harbor',
  'dimension.PodName': 'payments-api',
  odd: 'a" || $name',
};

describe('fill placeholders', () => {
  it.each([
    ['plain text', 'plain text'],
    ['$name', 'payments-api'],
    ['$dimension.PodName', 'payments-api'],
    ['/aws/containerinsights/$cluster/application', '/aws/containerinsights/harbor/application'],
    ['{ $.kubernetes.pod_name = "$name" }', '{ $.kubernetes.pod_name = "payments-api" }'],
    ['$odd', 'a" || $name'],
    ['$name.$cluster', 'payments-api.harbor'],
    ['a $ b, $1 and $.field', 'a $ b, $1 and $.field'],
    ['$first_2', 'x'],
    ['$dimension.Pod_Name2/$cluster', 'y/harbor'],
  ])('%s becomes %s', (template, value) => {
    expect(fillText(template, values)).toEqual({ kind: 'filled', value });
  });

  it('says which placeholder has no value', () => {
    expect(fillText('a $dimension.Zone b', values)).toEqual({
      kind: 'unfilled',
      placeholder: '$dimension.Zone',
      reason: '$dimension.Zone has no value here',
    });
    expect(fillText('$constructor', values)).toMatchObject({ kind: 'unfilled' });
  });

  it('says of several which is the first', () => {
    expect(fillText('$zone $odd', values)).toMatchObject({ placeholder: '$zone' });
    expect(fillText('$odd $zone', values)).toMatchObject({ placeholder: '$odd' });
    expect(fillText('$zone $rack', values)).toMatchObject({ placeholder: '$zone' });
  });

  it.each([
    ['a', true],
    ['A9._:/-z', true],
    ['9x', true],
    ['x'.repeat(512), true],
    ['x'.repeat(513), false],
    ['-x', false],
    ['.x', false],
    ['a b', false],
    ['a"', false],
    ['a\n', false],
    ['', false],
  ])('takes into a longer text %j: %s', (name, taken) => {
    expect(fillText('log-$name', { name }).kind).toBe(taken ? 'filled' : 'unfilled');
    expect(fillText('$name', { name })).toEqual({ kind: 'filled', value: name });
  });

  it('lets only a plain name into a longer text', () => {
    expect(fillText('{ $.a = "$odd" }', values)).toMatchObject({ reason: 'the value of $odd is not a plain name' });
  });

  it('fills strings at any depth and leaves keys, numbers and structure', () => {
    const template = { deployment: '$name', memory: { times: 2, atMost: '4Gi' }, $name: ['$cluster', null, true] };
    expect(fillAll(template, values)).toEqual({
      kind: 'filled',
      value: { deployment: 'payments-api', memory: { times: 2, atMost: '4Gi' }, $name: ['harbor', null, true] },
    });
    for (const plain of [5, true, null, undefined]) {
      expect(fillAll(plain, values)).toEqual({ kind: 'filled', value: plain });
    }
    expect(fillAll({ a: [{ b: '$container' }] }, values)).toMatchObject({
      kind: 'unfilled',
      placeholder: '$container',
    });
    expect(fillRecord({ PodName: '$name' }, values)).toEqual({ kind: 'filled', value: { PodName: 'payments-api' } });
    expect(fillRecord({ PodName: '$namespace' }, values)).toMatchObject({ kind: 'unfilled' });
  });
});

describe('unknownPlaceholders', () => {
  it('finds a typo at any depth, and what has no value in this place', () => {
    expect(unknownPlaceholders({ a: ['$contaner', '$container', '$dimension.Any'] }, ['container'])).toEqual([
      '$contaner',
    ]);
    expect(unknownPlaceholders('$container', ['name'])).toEqual(['$container']);
    expect(unknownPlaceholders([{ $x: 1, y: null, z: ['a $one b $two'] }, true], [])).toEqual(['$one', '$two']);
    expect(unknownPlaceholders('$dimensions', [])).toEqual(['$dimensions']);
  });
});
