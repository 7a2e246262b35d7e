import { answerOf } from '../../core/approval/answer.ts';
import type { Answer } from '../../core/approval/page/view/view.ts';
import type { Purpose } from '../../core/approval/request.ts';
import type { Ruling } from '../../core/approval/ruling.ts';
import type { HttpResponse } from '../../core/approval/http/request.ts';
import { json } from '../../core/approval/http/respond.ts';

const statusCodes = {
  decided: 200,
  already: 409,
  late: 410,
  void: 409,
  'digest-mismatch': 409,
  'not-permitted': 403,
  'reason-needed': 422,
  'confirm-needed': 422,
} as const satisfies Record<Ruling['kind'], number>;

/** A ruling as an HTTP answer. */
export const ruled = (ruling: Ruling, purpose: Purpose): HttpResponse =>
  json(statusCodes[ruling.kind], answerOf(ruling, purpose));

/** Two writers came before us, one after the other; nothing of ours was written. */
export const busy = (): HttpResponse =>
  json(409, {
    outcome: 'busy',
    message: 'others decided at this very moment and nothing of yours was recorded; try again',
  } satisfies Answer);
