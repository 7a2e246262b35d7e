import type { PageTexts } from '../../policy/language/page-texts.ts';
import { announce, byId } from './dom.client.ts';
import { say } from './say.client.ts';
import { serverTime } from './server-clock.client.ts';
import type { View } from './view/view.ts';

const soonSeconds = 180;
/** Told aloud once each; a running clock would talk without end. */
const announced: ReadonlyMap<number, keyof PageTexts> = new Map([
  [300, 'fiveMinutes'],
  [60, 'oneMinute'],
]);

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Whole seconds until nothing can be decided any more, by the server's clock; undefined where no time runs. */
export const secondsLeft = ({ request }: View): number | undefined => {
  const stopped = request.closed?.outcome === 'void' || request.closed?.outcome === 'late';
  if (request.status !== 'pending' || stopped) return undefined;
  return Math.max(0, Math.ceil((Date.parse(request.expiresAt) - serverTime()) / 1000));
};

/** Shows the time left, and calls `expired` once when it is over. Returns what takes the next view. */
export const startTimer = (expired: () => void): ((view: View) => void) => {
  let shown: View | undefined;
  let over = false;
  const draw = (): void => {
    const timer = byId('timer');
    const left = shown === undefined ? undefined : secondsLeft(shown);
    if (left === undefined) {
      timer.textContent = '';
      return;
    }
    timer.textContent = left === 0 ? say('timeOver') : say('timeLeft', { clock: clock(left) });
    timer.classList.toggle('soon', left <= soonSeconds);
    const key = announced.get(left);
    if (key !== undefined) announce(say(key));
    if (left === 0 && !over) expired();
    over = left === 0;
  };
  setInterval(draw, 1000);
  return (view) => {
    shown = view;
    draw();
  };
};
