import type { Standing } from './standing.ts';

/** The lines of the log since the last call, without the ids of requests: a generator makes them, a client cannot. */
export const logTail = ({ ports }: Pick<Standing, 'ports'>) => {
  let read = ports.log.entries.length;
  return (): string => {
    const lines = ports.log.entries.slice(read);
    read = ports.log.entries.length;
    const said = lines.map(({ message, facts: { requestId: _id, ...facts } }) => ({ message, facts }));
    return said.length === 0 ? '' : JSON.stringify(said);
  };
};
