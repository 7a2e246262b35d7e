import type { Engine } from '../../local/engine/types.ts';

/**
 * What an operator does when the cause is mended (docs/alarms.md): the records of the stream that the auditor gave up are
 * fed to it again, oldest first.
 */
export const feedAgain = async ({ deadLetters, invoke }: Engine): Promise<void> => {
  for (const letter of deadLetters) {
    if (letter.function === 'auditor') await invoke('auditor', letter.event);
  }
};
