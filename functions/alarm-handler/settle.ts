/** In a storm each round has one winner; ten alarms of one resource at the same instant get through without a retry. */
const attempts = 10;

/**
 * Runs `attempt` until it is not `lost`, reading everything again each time. Throws after ten: Lambda retries the
 * event, and then it waits in the dead-letter queue.
 */
export const settle = async <T>(what: string, attempt: () => Promise<T | 'lost'>): Promise<T> => {
  for (let i = 0; i < attempts; i += 1) {
    const result = await attempt();
    if (result !== 'lost') return result;
  }
  throw new Error(`${what} changed under each of ${attempts} attempts; the event will be delivered again`);
};
