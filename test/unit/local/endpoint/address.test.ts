import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../../local/endpoint/address.ts';

describe('the address of an emulator', () => {
  it.each([
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['http://127.8.9.10:5000/', 'http://127.8.9.10:5000'],
    ['HTTPS://LOCALHOST:4566', 'https://localhost:4566'],
    ['http://[::1]:5000', 'http://[::1]:5000'],
    // A number that is an address of this machine, written in another way.
    ['http://2130706433:5000', 'http://127.0.0.1:5000'],
  ])('takes %s', (text, url) => {
    expect(readAddress(text)).toEqual({ kind: 'address', url });
  });

  it.each([
    ['', 'expected a URL'],
    ['127.0.0.1:5000', 'expected a URL'],
    ['ftp://127.0.0.1', 'expected a URL'],
    ['https://dynamodb.eu-central-1.amazonaws.com', 'expected an emulator on this machine'],
    ['http://localhost.example.com:4566', 'expected an emulator on this machine'],
    ['http://127.0.0.1.example.com', 'expected an emulator on this machine'],
    ['http://10.0.0.5:4566', 'expected an emulator on this machine'],
    ['http://0.0.0.0:4566', 'expected an emulator on this machine'],
    ['http://127.0.0.1:5000/moto', 'expected nothing after the host and the port'],
    ['http://127.0.0.1:5000/?a=b', 'expected nothing after the host and the port'],
  ])('refuses %j in one line', (text, expected) => {
    const address = readAddress(text);
    expect(address).toMatchObject({ kind: 'wrong', message: expect.stringContaining(expected) });
  });

  it('repeats no password that it was given', () => {
    const address = readAddress('http://me:secret@127.0.0.1:5000');
    expect(address).toMatchObject({ kind: 'wrong' });
    expect(JSON.stringify(address)).not.toContain('secret');
  });
});
