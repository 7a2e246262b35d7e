import { connect } from 'node:net';

/** `raw` is everything that came back, each byte one character; without a status nothing that looks like an answer did. */
export type Reply = { status?: number; raw: string };

/** Nobody waits longer for a refusal. */
const patienceMs = 5000;

/**
 * Writes these very bytes to a server on this machine, part by part, and reads until it closes the connection. A request that
 * is not whole is ended by us.
 */
export const exchange = (port: number, parts: readonly Buffer[], whole: boolean): Promise<Reply> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const read: Buffer[] = [];
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const raw = Buffer.concat(read)
        .toString('latin1')
        .replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(raw) ?? [];
      resolve(status === undefined ? { raw } : { status: Number(status), raw });
    };
    const timer = setTimeout(done, patienceMs);
    socket.on('data', (bytes) => read.push(bytes));
    socket.on('close', done);
    // The server closed first: what it said until then counts.
    socket.on('error', done);
    socket.on('connect', () => {
      for (const part of parts) socket.write(part);
      if (!whole) socket.end();
    });
  });
