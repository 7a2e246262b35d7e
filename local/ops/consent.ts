import { cleanText } from '../../core/incident/text.ts';
import type { Decide } from './command.ts';
import type { Choice } from './documents.ts';
import { Failed } from './failed.ts';
import type { Io } from './io.ts';
import { shortDigest } from './words.ts';

export type Consent = { kind: 'agreed'; reason?: string } | { kind: 'left' };

/** As it is shown: what cannot be seen cannot be typed. */
const nameToType = ({ actions }: Choice): string => cleanText(actions[0]?.target.name ?? '', 512);

const needsReason = ({ what, breakGlass }: Decide, { risk }: Choice): boolean =>
  what === 'reject' || breakGlass || risk.level === 'high';

const typedReason = async (io: Pick<Io, 'ask'>): Promise<string | undefined> => {
  const text = (await io.ask('reason: '))?.trim();
  return text === '' ? undefined : text;
};

/** For low risk a yes, for more the name of what is changed: nobody types that without having read it. */
const confirmed = async (io: Pick<Io, 'ask' | 'err'>, { what }: Decide, choice: Choice): Promise<boolean> => {
  if (choice.risk.level === 'low')
    return (await io.ask(`${what} the change ${shortDigest(choice.digest)}? yes/no: `))?.trim().toLowerCase() === 'yes';
  const name = nameToType(choice);
  const typed = (
    await io.ask(
      `risk ${choice.risk.level}; to ${what} the change ${shortDigest(choice.digest)}, type the name of the resource (${name}): `,
    )
  )?.trim();
  if (name !== '' && typed === name) return true;
  if (typed !== undefined && typed !== '') io.err(`ops: that is not ${name}\n`);
  return false;
};

/**
 * Whether somebody consents to this choice. The digest on the command line is consent to exactly that change; else a
 * person at a terminal is asked. Without either nothing is decided. To reject is always safe and wants only its reason.
 */
export const consent = async (
  io: Pick<Io, 'ask' | 'err'> | undefined,
  command: Decide,
  choice: Choice,
): Promise<Consent> => {
  const { what, digest } = command;
  if (io === undefined && what !== 'reject' && digest === undefined) {
    throw new Failed(
      2,
      `${what}: nobody can be asked here; --digest ${choice.digest.slice(0, 12)} consents to this change`,
    );
  }
  const wanting = command.reason === undefined && needsReason(command, choice);
  if (io === undefined && wanting) throw new Failed(2, `${what}: --reason is needed here`);
  if (io !== undefined && what !== 'reject' && digest === undefined && !(await confirmed(io, command, choice))) {
    return { kind: 'left' };
  }
  const reason = command.reason ?? (wanting && io !== undefined ? await typedReason(io) : undefined);
  if (wanting && reason === undefined) return { kind: 'left' };
  return { kind: 'agreed', ...(reason === undefined ? {} : { reason }) };
};
