/**
 * Runs an effect at most once per key and returns the first result to whoever asks again. A second caller while the
 * first still runs gets an error that Lambda retries.
 */
export type Once = <T extends object>(key: string, effect: () => Promise<T>) => Promise<T>;

/** Facts for the log: names and ids, never content from outside. */
export type Log = {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
};
/** A counter or a duration for CloudWatch (EMF); the function is the only dimension. */
export type Meter = { count(name: string, value?: number): void; seconds(name: string, value: number): void };
export type Clock = () => Date;
