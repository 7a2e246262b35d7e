import { Sha256 } from '@aws-crypto/sha256-js';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Roster } from '../../../../core/policy/roster.ts';
import { gateway } from '../../../../local/gateway/gateway.ts';
import { localPeople } from '../../../../local/gateway/people.ts';
import { switchCalls } from '../../../../local/gateway/switch-calls.ts';
import { serve } from '../../../../local/http.ts';
import { switchBoard } from '../../../../local/ports/switches.ts';

const iam = ['arn:aws:sts::123456789012:assumed-role/OnCall/alice'];
const people = localPeople(
  Roster.parse({
    approvers: [
      { id: 'alice', name: 'Alice', role: 'analyst', iam },
      { id: 'bob', name: 'B', role: 'admin' },
    ],
  }),
);
const [alice] = people;
if (alice === undefined) throw new Error('alice has an ARN');
// The SDK signs by the time of the machine.
const now = new Date();
const whole = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

const switches = switchBoard({ execution: 'disabled', emergencyStop: 'clear' });
const aws = switchCalls({ tableName: 't', tableId: 'id-1', path: '/sovereign-ops/s', switches });
const echo = async (event: unknown) => ({ statusCode: 200, headers: {}, body: JSON.stringify(event) });
let url = '';
let stop = async (): Promise<void> => undefined;
beforeAll(async () => {
  const server = await serve(echo, 0, undefined, gateway({ people, aws, now: () => whole(now) }));
  ({ url, stop } = server);
});
afterAll(() => stop());

const Echo = z.looseObject({ requestContext: z.looseObject({ identity: z.looseObject({}) }).optional() });

type Change = {
  path?: string;
  sendTo?: string;
  body?: string;
  sendBody?: string;
  secret?: string;
  key?: string;
  service?: string;
  at?: Date;
  drop?: string;
  add?: Record<string, string>;
  hash?: boolean;
  unsignedHost?: true;
};

/** Signs one request, sends perhaps another. */
const send = async (change: Change = {}) => {
  const { path = '/iam/ops/list', body = '{"a":1}', secret = alice.secretAccessKey, key = alice.accessKeyId } = change;
  const signer = new SignatureV4({
    service: change.service ?? 'execute-api',
    region: 'local',
    credentials: { accessKeyId: key, secretAccessKey: secret },
    sha256: Sha256,
    applyChecksum: change.hash ?? true,
  });
  const { host, hostname } = new URL(url);
  const headers = { ...(change.unsignedHost ? {} : { host }), 'content-type': 'application/json' };
  const request = { method: 'POST', protocol: 'http:', hostname, path, query: {}, headers, body };
  const signed = await signer.sign(request, { signingDate: change.at ?? now });
  const { host: _host, ...sent }: Record<string, string> = { ...signed.headers, ...change.add };
  if (change.drop !== undefined) delete sent[change.drop];
  const response = await fetch(`${url}${change.sendTo ?? path}`, {
    method: 'POST',
    headers: sent,
    body: change.sendBody ?? body,
  });
  return {
    status: response.status,
    type: response.headers.get('x-amzn-errortype'),
    answer: Echo.parse(await response.json()),
  };
};

const through = { status: 200, answer: { requestContext: { identity: { userArn: iam[0] } } } };

describe('a signed request', () => {
  it('brings the ARN of whoever signed it, with or without a checksum header', async () => {
    expect(await send()).toMatchObject(through);
    expect(await send({ hash: false })).toMatchObject(through);
    expect(await send({ at: new Date(now.getTime() - 299_000) })).toMatchObject(through);
  });

  it.each<[string, Change, string]>([
    ['another secret', { secret: 'x'.repeat(40) }, 'InvalidSignatureException'],
    ['an unknown key', { key: 'LOCAL0123456789ABCDEF' }, 'UnrecognizedClientException'],
    ['another body', { sendBody: '{"a":2}' }, 'InvalidSignatureException'],
    ['another body, the hash of the old one claimed', { sendBody: '{}', hash: true }, 'InvalidSignatureException'],
    ['another body, no hash claimed', { sendBody: '{}', hash: false }, 'InvalidSignatureException'],
    [
      'a payload that claims to be unsigned',
      { hash: false, add: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, sendBody: '{}' },
      'InvalidSignatureException',
    ],
    ['another path', { sendTo: '/iam/ops/close' }, 'InvalidSignatureException'],
    ['a query that was not signed', { sendTo: '/iam/ops/list?a=1' }, 'InvalidSignatureException'],
    ['another service', { service: 'ssm' }, 'InvalidSignatureException'],
    ['an old date', { at: new Date(now.getTime() - 301_000) }, 'InvalidSignatureException'],
    ['a date to come', { at: new Date(now.getTime() + 301_000) }, 'InvalidSignatureException'],
    ['another date than the signed one', { add: { 'x-amz-date': '20200302T021001Z' } }, 'InvalidSignatureException'],
    ['a signed header changed', { add: { 'content-type': 'text/plain' } }, 'InvalidSignatureException'],
    ['a host that is not signed', { unsignedHost: true }, 'IncompleteSignatureException'],
    ['no date', { drop: 'x-amz-date' }, 'IncompleteSignatureException'],
    ['no signature', { drop: 'authorization' }, 'MissingAuthenticationTokenException'],
    ['nonsense', { add: { authorization: 'Bearer x' } }, 'IncompleteSignatureException'],
  ])('is refused with %s', async (_what, change, type) => {
    expect(await send(change)).toMatchObject({ status: 403, type, answer: { message: expect.any(String) } });
  });

  it('needs no signature on other paths, and gets no identity there whatever it sends', async () => {
    const { answer } = await send({ path: '/a/1/view' });
    expect(answer.requestContext?.identity).toEqual({ sourceIp: expect.any(String) });
    for (const path of ['/x/iam/ops/list', '/IAM/ops/list', '/a/../ops/list']) {
      const response = await fetch(`${url}${path}`, { method: 'POST', body: '{}' });
      expect(await response.text()).not.toContain('userArn');
    }
    const climbed = await fetch(`${url}/a/../iam/ops/list`, { method: 'POST', body: '{}' });
    expect(climbed.status).toBe(403);
  });
});

describe('people of the roster', () => {
  it('have credentials of this run when they have an ARN, and others in the next run', () => {
    expect(people.map(({ id }) => id)).toEqual(['alice']);
    const [again] = localPeople(Roster.parse({ approvers: [{ id: 'alice', name: 'A', role: 'analyst', iam }] }));
    expect(again?.secretAccessKey).not.toBe(alice.secretAccessKey);
  });
});

describe('the switches over AWS calls', () => {
  const client = (secretAccessKey = alice.secretAccessKey) => ({
    endpoint: url,
    region: 'local',
    maxAttempts: 1,
    credentials: { accessKeyId: alice.accessKeyId, secretAccessKey },
  });
  const execution = '/sovereign-ops/s/execution/id-1';
  const stop = '/sovereign-ops/s/emergency-stop';
  const mode = '/sovereign-ops/s/mode';

  it('are named by the id of the table, read and turned by the real SDK', async () => {
    const { Table } = await new DynamoDBClient(client()).send(new DescribeTableCommand({ TableName: 't' }));
    expect(Table?.TableId).toBe('id-1');
    const ssm = new SSMClient(client());
    const read = async () => {
      const { Parameters, InvalidParameters } = await ssm.send(
        new GetParametersCommand({ Names: [execution, stop, mode, '/sovereign-ops/s/execution/id-2'] }),
      );
      return [...(Parameters ?? []).map(({ Value }) => Value), ...(InvalidParameters ?? [])];
    };
    expect(await read()).toEqual(['disabled', 'clear', 'observe', '/sovereign-ops/s/execution/id-2']);
    await ssm.send(new PutParameterCommand({ Name: execution, Value: 'enabled', Type: 'String', Overwrite: true }));
    await ssm.send(new PutParameterCommand({ Name: stop, Value: 'set', Type: 'String', Overwrite: true }));
    await ssm.send(new PutParameterCommand({ Name: mode, Value: 'propose', Type: 'String', Overwrite: true }));
    expect(await switches.read()).toEqual({ execution: 'enabled', emergencyStop: 'set', mode: 'propose' });
    await ssm.send(new PutParameterCommand({ Name: execution, Value: 'perhaps', Type: 'String', Overwrite: true }));
    await ssm.send(new PutParameterCommand({ Name: mode, Value: 'perhaps', Type: 'String', Overwrite: true }));
    expect(await read()).toEqual(['disabled', 'set', 'observe', '/sovereign-ops/s/execution/id-2']);
  });

  it('are not turned by another secret, nor under another name', async () => {
    const put = (Name: string, secret?: string) =>
      new SSMClient(client(secret)).send(
        new PutParameterCommand({ Name, Value: 'enabled', Type: 'String', Overwrite: true }),
      );
    await expect(put(execution, 'x'.repeat(40))).rejects.toThrow('signature');
    await expect(put('/sovereign-ops/s/execution/id-2')).rejects.toThrow('no switch');
  });

  it.each(['{', 'null', '{"Names":7}', ''])('refuse the body %j as AWS does', async (body) => {
    for (const call of ['AmazonSSM.GetParameters', 'AmazonSSM.PutParameter', 'DynamoDB_20120810.DescribeTable']) {
      expect(await aws(call, body)).toMatchObject({
        statusCode: 400,
        body: expect.stringContaining('SerializationException'),
      });
    }
  });
});
