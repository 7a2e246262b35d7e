import { announce, byId } from './dom.client.ts';
import type { View } from './view.ts';

const soonSeconds = 180;
/** Told aloud once each; a running clock would talk without end. */
const announced = new Map([
  [300, 'Five minutes left to decide.'],
  [60, 'One minute left to decide.'],
]);

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * Shows the time left by the server's clock, not by the phone's, and calls `expired` once when it is over. Returns what
 * takes the next view.
 */
export const startTimer = (expired: () => void): ((view: View) => void) => {
  let ends: number | undefined;
  let over = false;
  const draw = (): void => {
    const timer = byId('timer');
    if (ends === undefined) {
      timer.textContent = '';
      return;
    }
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    timer.textContent = left === 0 ? 'expired' : `${clock(left)} left`;
    timer.classList.toggle('soon', left <= soonSeconds);
    const words = announced.get(left);
    if (words !== undefined) announce(words);
    if (left === 0 && !over) {
      over = true;
      expired();
    }
  };
  setInterval(draw, 1000);
  return ({ now, request }) => {
    const running =
      request.status === 'pending' && request.closed?.outcome !== 'void' && request.closed?.outcome !== 'late';
    ends = running ? performance.now() + Date.parse(request.expiresAt) - Date.parse(now) : undefined;
    draw();
  };
};
