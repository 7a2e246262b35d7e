import { heldByPerson, type Status, terminal } from '../../core/incident/lifecycle.ts';

/** True for a state that only a person could still move an incident out of, at a time of their own: here it ends. */
export const isAtRest = (status: Status): boolean => terminal.has(status) || heldByPerson.has(status);
