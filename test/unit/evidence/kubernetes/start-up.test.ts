import { describe, expect, it } from 'vitest';
import { inNamespace } from '../objects.ts';
import { type Json, event, found, now, told } from './told.ts';

describe('containers that cannot start', () => {
  const starting = (spec: Json, status: Json = {}) =>
    inNamespace('Pod', {
      metadata: { name: 'ledger-0', ownerReferences: [{ kind: 'StatefulSet', name: 'ledger' }] },
      spec: { nodeName: 'a', ...spec },
      status: { phase: 'Pending', ...status },
    });
  const secret = inNamespace('Secret', { metadata: { name: 'db' }, data: { user: '' } });
  const config = inNamespace('ConfigMap', { metadata: { name: 'settings' }, data: { mode: 'x' } });
  const from = (name: string, key: string, optional?: boolean) => ({
    containers: [{ name: 'app', env: [{ name: 'A', valueFrom: { secretKeyRef: { name, key, optional } } }] }],
  });

  it.each<[string, Json, string[]]>([
    [
      'a Secret',
      starting({ containers: [{ name: 'app', envFrom: [{ secretRef: { name: 'x' } }] }] }),
      ['secret_missing'],
    ],
    ['a key of a Secret', starting(from('db', 'password')), ['secret_missing']],
    ['nothing', starting(from('db', 'user')), []],
    ['what is optional', starting(from('x', 'y', true)), []],
    [
      'a Secret, though a sidecar runs',
      starting(from('x', 'y'), {
        phase: 'Pending',
        containerStatuses: [
          { name: 'proxy', state: { running: {} } },
          { name: 'app', state: { waiting: {} } },
        ],
      }),
      ['secret_missing'],
    ],
    ['a Secret, though it runs by now', starting(from('x', 'y'), { phase: 'Running' }), []],
    [
      'a ConfigMap',
      starting({ containers: [], volumes: [{ name: 'v', configMap: { name: 'x' } }] }),
      ['config_map_missing'],
    ],
    [
      'credentials for the registry',
      starting({ containers: [], imagePullSecrets: [{ name: 'x' }] }),
      ['pull_secret_missing'],
    ],
  ])('are told that they lack %s', (_what, pod, facts) => {
    expect(told([pod, secret, config])).toEqual(facts.map((fact) => `${fact} StatefulSet/ledger`));
  });

  it('are not told what they lack where Secrets are not listed', () => {
    expect(told([starting(from('x', 'y'))])).toEqual([]);
  });

  it('are forgotten when the pod works, or is gone', () => {
    const failed = event('Pod', 'ledger-0', 'Failed', 'Error: secret "db" not found');
    const works = { phase: 'Running', containerStatuses: [{ name: 'app', ready: true }] };
    expect(told([failed, starting({ containers: [] })])).toEqual(['secret_missing StatefulSet/ledger']);
    expect(told([failed, starting({ containers: [] }, works)])).toEqual([]);
    expect(
      told([failed, inNamespace('Pod', { metadata: { name: 'x' }, spec: { containers: [] }, status: {} })]),
    ).toEqual([]);
  });

  const ended = (exitCode: number, message?: string) => ({
    phase: 'Running',
    containerStatuses: [
      { name: 'app', ready: false, lastState: { terminated: { reason: 'Error', exitCode, message } } },
    ],
  });
  const mounted = (mountPath: string, volume: Json, lastWords?: string) =>
    starting(
      { containers: [{ name: 'app', volumeMounts: [{ name: 'v', mountPath }] }], volumes: [{ name: 'v', ...volume }] },
      ended(1, lastWords),
    );
  const disk = { hostPath: { path: '/mnt/x' } };
  const line = (message: string, stream = 'ledger-0_checkout_app_previous') => ({
    logs: [{ at: now, stream, message }],
  });
  const denied = 'volume_access_denied StatefulSet/ledger';

  it.each<[string, Json, ReturnType<typeof line>, string[]]>([
    ['a disk', mounted('/data', disk), line('open dump.db: Permission denied'), [denied]],
    ['a path of the volume', mounted('/data', { emptyDir: {} }), line("EACCES: mkdir '/data/x'"), [denied]],
    ['a port', mounted('/data', disk), line('bind to port 80: permission denied'), []],
    ['a file of another container', mounted('/data', disk), line('Permission denied', 'shop-0_checkout_app'), []],
    ['a token', mounted('/var/run/secrets/x', {}), line('Permission denied'), []],
    ['nothing', mounted('/data', disk), line('out of cheese'), []],
    ['a disk, as its last words', mounted('/data', disk, 'mkdir /data/x: Permission denied'), line('bye'), [denied]],
  ])('are told that they may not use their volume when they wrote of %s', (_what, pod, over, facts) => {
    expect(told([pod], over).filter((one) => !one.startsWith('container_failed'))).toEqual(facts);
  });

  it('were most likely killed for memory when nobody else says to have killed them', () => {
    const limited = { containers: [{ name: 'app', resources: { limits: { memory: '64Mi' } } }] };
    const pod = starting(limited, ended(137));
    const probe = event('Pod', 'ledger-0', 'Killing', 'Container app failed liveness probe, will be restarted');
    const killed = 'container_killed StatefulSet/ledger';
    expect(told([pod])).toContain(killed);
    expect(told([pod, probe])).not.toContain(killed);
    const unlimited = { containers: [{ name: 'app', resources: {} }] };
    expect(told([starting(unlimited, ended(137))])).not.toContain(killed);
    // Of what was recorded without its resources it is not known.
    const unknown = found([starting({ containers: [{ name: 'app' }] }, ended(137))]);
    expect(unknown.find(({ fact }) => fact === 'container_killed')?.strength).toBe(0.6);
  });
});

describe('workloads without replicas', () => {
  const off = inNamespace('Deployment', {
    metadata: { name: 'ledger' },
    spec: { replicas: 0, template: { metadata: { labels: { app: 'ledger' } } } },
  });
  const service = (app: string) => inNamespace('Service', { metadata: { name: app }, spec: { selector: { app } } });

  it('are a surer fault where a Service leads to them', () => {
    expect(found([off, service('ledger')])[0]).not.toHaveProperty('strength');
    expect(found([off])[0]).not.toHaveProperty('strength');
    expect(found([off, service('shop')])[0]?.strength).toBe(0.6);
  });
});
