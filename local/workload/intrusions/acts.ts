import { call, connects, denied, exec, exit, opens } from '../agent-events.ts';
import type { IntrudedPod, IntrudedSpec } from './objects.ts';

/** What somebody does in a Deployment, or what happens there that is nothing. */
export const acts = ['shadow-read', 'egress', 'chain', 'nothing'] as const;
export type Act = (typeof acts)[number];

/** One thing that an agent sees, so many seconds after it began. */
type Seen = { second: number; line(at: string, who: Who): object };
/** The pod in the form in which agents tell of it, and its node. */
type Who = { pod: object; node: string };

const shellId = 4;
const shell: Seen = {
  second: 0,
  line: (at, { pod, node }) =>
    exec({ id: shellId, binary: '/bin/bash', at, node, process: { pod, arguments: '-i' }, parent: { pod } }),
};

const by = (id: number, binary: string, at: string, { pod, node }: Who, args = '') => ({
  id,
  // All of it is typed into the one shell.
  parentId: shellId,
  binary,
  at,
  node,
  process: { pod, arguments: args },
  parent: { pod, binary: '/bin/bash' },
});

const readsShadow: Seen = {
  second: 6,
  line: (at, who) => opens('/etc/shadow', by(5, '/usr/bin/cat', at, who, '/etc/shadow')),
};
const sends = (second: number, id: number, address: string): Seen => ({
  second,
  line: (at, who) => connects(address, 443, by(id, '/usr/bin/curl', at, who)),
});

const outside = '203.0.113.77';

/** What each begins with; all of it reaches us as one batch or as a few, as a subscription delivers it. */
export const beginnings: Readonly<Record<Act, readonly Seen[]>> = {
  'shadow-read': [shell, readsShadow],
  egress: [sends(0, 6, outside)],
  chain: [
    shell,
    { second: 9, line: (at, who) => exec(by(7, '/usr/bin/apt-get', at, who, 'install -y ncat')) },
    { second: 21, line: (at, who) => exec(by(8, '/tmp/.cache/agent', at, who)) },
    {
      second: 24,
      line: (at, who) =>
        call('commit_creds', [{ process_credentials_arg: { uid: 1000, euid: 0 } }], {
          ...by(8, '/tmp/.cache/agent', at, who),
          process: { pod: who.pod, uid: 1000 },
        }),
    },
    {
      second: 33,
      line: (at, who) => opens('/var/run/secrets/kubernetes.io/serviceaccount/token', by(9, '/usr/bin/cat', at, who)),
    },
    { second: 47, line: (at, who) => connects(outside, 8443, by(8, '/tmp/.cache/agent', at, who)) },
    { second: 52, line: (at) => denied({ time: at }) },
  ],
  nothing: [],
};

/** What goes on for as long as somebody outside can reach it: the same again, so that nothing of it is new. */
export const goingOn: Readonly<Record<Act, readonly Seen[]>> = {
  'shadow-read': [readsShadow],
  egress: [sends(0, 6, outside)],
  chain: [sends(0, 10, outside)],
  nothing: [],
};

/** A pod as agents write it: started with its Deployment, days ago. */
export const podOfAgent = ({ namespace, name: workload }: IntrudedSpec, pod: IntrudedPod, startedAt: Date): object => ({
  namespace,
  name: pod.name,
  container: { id: pod.container.id, name: pod.container.name, start_time: startedAt.toISOString() },
  workload,
  workload_kind: 'Deployment',
});

/** What a Deployment does all day: its program starts helpers of its image, and talks to its neighbors. */
export const ordinary = (number: number, at: string, { pod, node }: Who): object => {
  const parts = { id: 100 + number, at, node, process: { pod }, parent: { pod } };
  switch (number % 4) {
    case 0:
      return exec({ ...parts, binary: '/usr/local/bin/render' });
    case 1:
      return exit({ ...parts, binary: '/usr/local/bin/render' });
    case 2:
      return connects('10.20.9.4', 5432, { ...parts, binary: '/usr/local/bin/receipts' });
    default:
      return opens('/usr/share/fonts/a.ttf', { ...parts, binary: '/usr/local/bin/render' });
  }
};
