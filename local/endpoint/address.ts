export type Address = { kind: 'address'; url: string } | { kind: 'wrong'; message: string };

const wrong = (message: string): Address => ({ kind: 'wrong', message: `--endpoint-url ${message}` });

/** Names of this machine; a URL writes an IPv6 address in brackets and any IPv4 address in full. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address of an AWS emulator. Only one on this machine is taken: whatever a typing error or a copied command names, no
 * account and nobody else's emulator is written to. One that runs elsewhere is reached through a forwarded port.
 */
export const readAddress = (text: string): Address => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return wrong(`${text}: expected a URL such as http://127.0.0.1:5000`);
  }
  if (url.username !== '' || url.password !== '') {
    return wrong(`${url.host}: expected no user and no password: the emulator is called with credentials made up here`);
  }
  if (!loopback.test(url.hostname)) {
    return wrong(
      `${text}: expected an emulator on this machine (localhost, 127.0.0.1); forward a port to one elsewhere`,
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return wrong(`${text}: expected nothing after the host and the port`);
  }
  return { kind: 'address', url: url.origin };
};
