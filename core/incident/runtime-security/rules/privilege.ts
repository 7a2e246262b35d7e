import type { Process } from '../event.ts';
import { inContainer, programOf, type Rule } from '../rule.ts';
import { isContainerRuntime, isEnterer, isSwitcher } from './programs.ts';

const root = 0;

const wasAnother = (one: Process | undefined): boolean => one?.uid !== undefined && one.uid !== root;

/** A process becomes root that was not, or whose program is there to make it so. */
const becomesRoot: Rule = (event) => {
  const { happened, process, parent } = event;
  if (process === undefined) return undefined;
  const program = programOf(process.binary);
  if (happened.kind === 'user' && happened.uid === root) {
    return wasAnother(process) || wasAnother(parent) || isSwitcher(program)
      ? { rule: 'privilege_escalation', object: program, says: `becomes root by ${happened.call}` }
      : undefined;
  }
  return happened.kind === 'exec' && process.raised !== undefined
    ? { rule: 'privilege_escalation', object: program, says: `gets rights by its file (${process.raised})` }
    : undefined;
};

/** Higher rights in a container: by set-uid, by changed credentials, by the file of the program. */
export const privilegeEscalation: Rule = (event) => (inContainer(event) ? becomesRoot(event) : undefined);

/** A container's process goes into other namespaces: the first step out of the container. */
export const namespaceEntry: Rule = (event) => {
  const { happened, process, parent } = event;
  if (process === undefined || !inContainer(event)) return undefined;
  const program = programOf(process.binary);
  if (happened.kind === 'exec' && isEnterer(program)) {
    return { rule: 'namespace_entry', object: program, says: 'is started, which enters other namespaces' };
  }
  // The runtime is started from outside of the pod; whoever calls himself so in there is somebody else.
  const isRuntime = isContainerRuntime(program) && parent !== undefined && parent.place === undefined;
  return happened.kind === 'namespace' && !isRuntime
    ? { rule: 'namespace_entry', object: program, says: `enters other namespaces by ${happened.call}` }
    : undefined;
};

/** A module goes into the kernel: from a container any, on a node one that nobody signed. */
export const kernelModule: Rule = (event) => {
  const { happened } = event;
  if (happened.kind !== 'module' || (happened.trusted && !inContainer(event))) return undefined;
  const doubt = happened.trusted ? '' : ', which is not signed or not of this kernel';
  return { rule: 'kernel_module', object: happened.name, says: `loads the kernel module ${happened.name}${doubt}` };
};
