import type { RuntimeEvent } from '../event.ts';
import { plainPath } from '../plain-path.ts';
import { type Hit, inContainer, programOf, type Rule } from '../rule.ts';
import { isReader } from './programs.ts';

/** Secrets of a system and of its users: nothing in a container reads them as a matter of course. */
const secrets: readonly RegExp[] = [
  /^\/etc\/(?:g?shadow-?|sudoers(?:\.d\/.*)?|security\/opasswd|krb5\.keytab)$/,
  /^\/(?:root|home\/[^/]+)\/\.(?:ssh\/(?!known_hosts$).+|aws\/credentials|docker\/config\.json|kube\/config|gnupg\/.+|netrc|pgpass)$/,
  /^\/etc\/ssh\/ssh_host_.*_key$/,
  /^\/etc\/kubernetes\/(?:pki\/.*|.*\.conf)$/,
  /^\/var\/lib\/kubelet\/(?:pki\/.*|kubeconfig)$/,
  /^\/proc\/(?:1|self)\/environ$/,
];

/** Tokens and keys that the workload's own program reads; whoever shows them to a person is somebody else. */
const own: readonly RegExp[] = [
  /^\/(?:var\/)?run\/secrets\/(?:kubernetes\.io|eks\.amazonaws\.com|pods\.eks\.amazonaws\.com)\/.*token$/,
  /\.(?:jks|key|keystore|p12|pfx)$/,
  /\/(?:privkey|private|.*[-_.]key)\.pem$/,
];

/** Files that everybody may read and nobody writes in a container that is as it was built. */
const unwritten: readonly RegExp[] = [
  /^\/etc\/(?:passwd|group|ld\.so\.preload|crontab|cron\..*|profile\.d\/.*|hosts\.equiv)$/,
  /^\/(?:root|home\/[^/]+)\/\.(?:bashrc|profile|ssh\/authorized_keys)$/,
];

const is = (forms: readonly RegExp[], path: string): boolean => forms.some((form) => form.test(path));

const hit = (path: string, does: string): Hit => ({
  rule: 'sensitive_file_access',
  object: path,
  says: `${does} ${path}`,
});

const isShown = (path: string, program: string): boolean => is(own, path) && isReader(program);

/** Of a command line every word that is a path: `cat /etc/shadow` says what it is about to do. */
const asked = ({ process }: RuntimeEvent): string | undefined => {
  if (process === undefined || !isReader(programOf(process.binary))) return undefined;
  return process.arguments
    .split(/[\s"'=;|<>]+/)
    .map(plainPath)
    .find((word) => is(secrets, word) || isShown(word, programOf(process.binary)));
};

/** Somebody reads or changes what holds secrets, keys or the rights of users. */
export const sensitiveFile: Rule = (event) => {
  const { happened, process } = event;
  if (!inContainer(event) || process === undefined) return undefined;
  if (happened.kind === 'exec') {
    const path = asked(event);
    return path === undefined ? undefined : hit(path, 'is started on');
  }
  if (happened.kind !== 'file') return undefined;
  const { path, access } = happened;
  if (access === 'write' && (is(unwritten, path) || is(secrets, path))) return hit(path, 'writes');
  if (is(secrets, path) || isShown(path, programOf(process.binary))) {
    return hit(path, access === 'read' ? 'reads' : 'opens');
  }
  return undefined;
};
