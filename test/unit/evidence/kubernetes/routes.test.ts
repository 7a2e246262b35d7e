import { describe, expect, it } from 'vitest';
import { inNamespace } from '../objects.ts';
import { deployment, ports, service, told } from './made.ts';

describe('the route table of a gateway', () => {
  const names = ['hb-payments', 'hb-ledger', 'hb-orders', 'hb-order-history', 'hb-users', 'hb-quotes'];
  type Row = { id: string; uri: string; path: string; more?: string };
  const rows = names.map((name): Row => {
    const id = name.slice(3);
    return { id, uri: `lb://\${${id.toUpperCase()}_HOST:${name}}`, path: `/api/v1/${id.replace('-', '')}service/**` };
  });
  const yaml = (table: readonly Row[]) =>
    [
      '# routes',
      'gateway:',
      '  routes:',
      ...table.map(
        ({ id, uri, path, more = '' }) =>
          `  - id: ${id}  # one\n    uri: ${uri}\n    predicates:\n      - Path=${path}\n${more}`,
      ),
    ].join('\n');
  const cluster = (data: Record<string, string>, mounted = true) => [
    ...names.flatMap((name) => [deployment(name, { ports }), service(name)]),
    deployment('hb-gateway', {}, mounted ? { volumes: [{ name: 'routes', configMap: { name: 'routes' } }] } : {}),
    inNamespace('ConfigMap', { metadata: { name: 'routes' }, data }),
  ];
  const changed = (id: string, over: Partial<Row>) =>
    yaml(rows.map((row) => (row.id === id ? { ...row, ...over } : row)));

  it('is well as it is', () => {
    expect(told(cluster({ 'application.yml': yaml(rows) }))).toEqual([]);
  });

  it.each<[string, Partial<Row>]>([
    ['another service', { uri: 'lb://hb-users' }],
    ['a variable of another service', { uri: 'lb://${USERS_HOST:hb-users}' }],
    ['a service that does not exist', { uri: 'lb://hb-oders' }],
    ['a port that the service has not', { uri: 'http://hb-orders:1' }],
    ['its service, from the path of another', { path: '/api/v1/usersservice/**' }],
    ['its service, from another beginning', { path: '/api/v9/ordersservice/**' }],
    ['its service, without what it needs of the path', { more: '    filters:\n      - StripPrefix=3\n' }],
  ])('leads to %s', (_what, over) => {
    expect(told(cluster({ 'application.yml': changed('orders', over) }))[0]).toBe('route_misdirected of hb-orders');
  });

  it('is read from JSON, properties and nginx, too', () => {
    const wrong = rows.map((row) => ({
      ...row,
      uri: row.id === 'orders' ? 'http://hb-users:7100' : row.uri,
      predicates: [`Path=${row.path}`],
    }));
    const properties = wrong.map(
      ({ id, uri, path }, n) =>
        `g.routes[${n}].id=${id}\ng.routes[${n}].uri=${uri}\ng.routes[${n}].predicates[0]=Path=${path}`,
    );
    const nginx = names.map(
      (name) =>
        `location /${name.slice(3)}/ {\n  proxy_pass http://${name === 'hb-orders' ? 'hb-users' : name}:7100;\n}`,
    );
    const texts = {
      'a.json': JSON.stringify({ routes: wrong }),
      'b.properties': properties.join('\n'),
      'c.conf': nginx.join('\n'),
    };
    for (const [name, text] of Object.entries(texts)) {
      expect([name, told(cluster({ [name]: text }))]).toEqual([name, ['route_misdirected of hb-orders']]);
    }
  });

  it('routes nothing when no workload reads it', () => {
    expect(told(cluster({ 'application.yml': changed('orders', { uri: 'lb://hb-users' }) }, false))).toEqual([]);
  });

  it('does no harm when it is made to', () => {
    const hostile = {
      a: `- ${'- '.repeat(50_000)}uri`,
      b: 'routes: [uri',
      c: '{"uri":',
      d: `location ${'x '.repeat(9_000)}proxy_pass y`,
    };
    expect(told(cluster(hostile))).toEqual([]);
  });
});
