/** Programs with which a person at a prompt looks at files and moves them. */
const readers = [
  'base64',
  'bash',
  'cat',
  'cp',
  'curl',
  'dash',
  'dd',
  'find',
  'grep',
  'head',
  'less',
  'ls',
  'more',
  'nano',
  'nc',
  'ncat',
  'nl',
  'od',
  'rsync',
  'scp',
  'sed',
  'sh',
  'sort',
  'strings',
  'tail',
  'tar',
  'tee',
  'vi',
  'vim',
  'wget',
  'xxd',
  'zsh',
  'awk',
  'busybox',
  'ash',
] as const;

const shells = ['ash', 'bash', 'csh', 'dash', 'fish', 'ksh', 'mksh', 'pwsh', 'sh', 'tcsh', 'zsh'] as const;

const packageManagers = [
  'apk',
  'apt',
  'apt-get',
  'dnf',
  'dpkg',
  'gem',
  'microdnf',
  'npm',
  'opkg',
  'pacman',
  'pip',
  'pip3',
  'rpm',
  'snap',
  'yum',
  'zypper',
] as const;

/** Programs that give another user's rights when they are asked. */
const switchers = ['doas', 'pkexec', 'runuser', 'su', 'sudo'] as const;

/** Programs that go into the namespaces of another process. */
const enterers = ['nsenter', 'unshare'] as const;

/** What puts containers together enters their namespaces itself. */
const runtimes = ['conmon', 'containerd-shim', 'containerd-shim-runc-v2', 'crun', 'runc', 'runc:[2:INIT]'] as const;

const among = (names: readonly string[]): ((program: string) => boolean) => {
  const set = new Set(names);
  return (program) => set.has(program);
};

export const isReader = among(readers);
export const isShell = among(shells);
export const isPackageManager = among(packageManagers);
export const isSwitcher = among(switchers);
export const isEnterer = among(enterers);
export const isContainerRuntime = among(runtimes);
