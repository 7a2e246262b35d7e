import { feedAgain } from './feed-again.ts';
import type { Schedule } from './schedule.ts';
import type { Stage } from './stage.ts';

const hourly = { 'detail-type': 'Scheduled Event' };
/** Longer than every wait of the lifecycle together; what is not at rest by then never will be. */
const longest = { virtualMs: 6 * 3_600_000 };
/** Late and repeated deliveries still come after the end, Lambda's own repetitions and whoever tells of it among them. */
const afterwards = { virtualMs: 20 * 60_000, quiet: true };
/** The records of an hour are sealed after it. */
const idle = { virtualMs: 65 * 60_000 };
/**
 * A reader of the stream meets again what it could not read, and gives up after all its tries: three minutes for each
 * record whose predecessor was given up.
 */
const heldUp = { virtualMs: 6 * 3_600_000, quiet: true };
/**
 * What is not at rest after so many rounds never will be: people may ask five times that one change be taken back, each time
 * when nobody answered the time before.
 */
const mostRounds = 8;
const never = (): boolean => false;

/** Lets the alarms of a story fire and everything take its course, until nothing is on its way any more. */
export const play = async (stage: Stage, { story, idles }: Schedule): Promise<void> => {
  const { engine, clock, alarms, subjects, isSettled } = stage;
  // A head that was signed before: what is signed at the end has to say what came since.
  void engine.invoke('auditor', hourly).catch(() => undefined);
  for (const [index, subject] of subjects.entries()) {
    alarms.fired(subject);
    await engine.publish(subject.alarmEvent('ALARM', clock.now()));
    if (story.atOnce === true && index < subjects.length - 1) continue;
    await engine.runUntil(() => isSettled(index + 1), longest);
  }
  await engine.runUntil(never, idles ? idle : afterwards);
  alarms.stop();
  // A rollback can make the alarm fire once more, and so can a flap that comes late: those incidents must end, too.
  for (let round = 0; round === 0 || (round < mostRounds && !isSettled(1)); round += 1) {
    await engine.runUntil(() => isSettled(1), longest);
    await engine.runUntil(never, afterwards);
  }
  stage.calmDown();
  // A stream is read again and again until it can be: what was held up by an outage comes now.
  await engine.runUntil(never, heldUp);
  await feedAgain(engine);
  await engine.invoke('auditor', hourly);
};
