import type { Random } from '../../local/engine/random.ts';
import type { Chances } from './chances.ts';

/** One press of a button: from which network, when, and whether it is the other button. */
export type Clicked = { ip: 0 | 1; afterMs: number; beforeExpiryMs?: number; instead?: true };

export const clickKinds = [
  'twice',
  'twice at once',
  'other button',
  'at expiry',
  'just before expiry',
  'just after expiry',
] as const;
type ClickKind = (typeof clickKinds)[number];

const once: Clicked = { ip: 0, afterMs: 0 };

const clicksOf = (kind: string, ms: number): Clicked[] => {
  switch (kind) {
    case 'twice':
      return [once, { ip: 1, afterMs: ms }];
    case 'twice at once':
      return [once, { ...once, ip: 1 }];
    case 'other button':
      return [once, { ip: 1, afterMs: ms, instead: true }];
    case 'at expiry':
      return [{ ...once, beforeExpiryMs: 0 }];
    case 'just before expiry':
      return [{ ...once, beforeExpiryMs: 1 }];
    case 'just after expiry':
      return [{ ...once, beforeExpiryMs: -1 }];
    default:
      return [once];
  }
};

const draw = (random: Random): { kind: ClickKind; ms: number } | undefined => {
  if (!random.chance(0.5)) return undefined;
  const kind = clickKinds[random.int(clickKinds.length)];
  return kind === undefined ? undefined : { kind, ms: random.int(random.chance(0.5) ? 3000 : 600_000) };
};

/** How a person presses the button this time. */
export const drawClicks = (chances: Chances, id: string): Clicked[] => {
  const number = chances.next('event', id);
  const random = chances.source('event', id, number);
  const [given] = chances.given('event', id, number);
  const drawn = random === undefined ? given : draw(random);
  if (drawn === undefined) return [once];
  chances.happened({ of: 'event', where: id, number, kind: drawn.kind, ms: drawn.ms });
  return clicksOf(drawn.kind, drawn.ms);
};
