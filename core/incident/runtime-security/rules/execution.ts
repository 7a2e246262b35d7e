import { inContainer, programOf, type Rule } from '../rule.ts';
import { isPackageManager, isShell } from './programs.ts';

/** Where everybody may write: what runs from there was not in the image. `memfd:` and `/proc/self/fd` are in no file at all. */
const writable = /^(?:\/tmp\/|\/var\/tmp\/|\/dev\/shm\/|\/run\/(?!secrets\/)|\/proc\/(?:self|\d+)\/fd\/|\/?memfd:)/;

/** A program runs from where it can only have been put after the container was started. */
export const writablePath: Rule = (event) => {
  const { happened, process } = event;
  if (happened.kind !== 'exec' || process === undefined || !inContainer(event) || !writable.test(process.binary)) {
    return undefined;
  }
  return { rule: 'writable_path_execution', object: process.binary, says: 'runs from a path that anybody may write' };
};

/** A shell or a package manager starts; whether the container always had it is asked of what was learnt. */
export const unexpectedProgram: Rule = (event) => {
  const { happened, process } = event;
  if (happened.kind !== 'exec' || process === undefined || !inContainer(event)) return undefined;
  const program = programOf(process.binary);
  if (isPackageManager(program)) {
    return { rule: 'unexpected_package_manager', object: program, says: 'installs or lists packages', program };
  }
  return isShell(program)
    ? { rule: 'unexpected_shell', object: program, says: 'is a shell where there was none', program }
    : undefined;
};
