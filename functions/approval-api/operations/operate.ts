import type { Identity } from '../../../core/approval/identity.ts';
import { wrongBody } from '../../../core/approval/http/body.ts';
import type { HttpResponse } from '../../../core/approval/http/request.ts';
import { circuit } from './circuit.ts';
import { closeCircuit } from './close-circuit.ts';
import { close } from './close.ts';
import { figuresOperation } from './figures.ts';
import { journal } from './journal.ts';
import { list } from './list.ts';
import { type Operation, type OperationDeps, outcome } from './operation.ts';
import { reportOperation } from './report.ts';
import { requestRollbackOperation } from './request-rollback.ts';
import { review } from './review.ts';
import { show } from './show.ts';
import { weekly } from './weekly.ts';

/** What an operator can ask for, by the last part of the path. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    list,
    show,
    journal,
    report: reportOperation,
    figures: figuresOperation,
    weekly,
    close,
    circuit,
    'close-circuit': closeCircuit,
    review,
    'request-rollback': requestRollbackOperation,
  }),
);

/** One operation for somebody whose identity is known. What they may do is decided here, never by the caller. */
export const operate = async (
  deps: OperationDeps,
  who: Identity,
  name: string,
  body: unknown,
): Promise<HttpResponse> => {
  const known = operations.get(name);
  if (known === undefined)
    return outcome('unknown', `no such operation; expected one of: ${[...operations.keys()].join(', ')}`);
  const parsed = known.body.safeParse(body);
  if (!parsed.success) return wrongBody(parsed.error).response;
  return known.run(deps, who, parsed.data);
};
