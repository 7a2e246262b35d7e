/**
 * Runs an effect at most once per key and returns the first result to whoever asks again. A second caller while the
 * first still runs gets an error that Lambda retries.
 */
export type Once = <T extends object>(key: string, effect: () => Promise<T>) => Promise<T>;

/** What a run works on: an incident, and the number of the step that started it, where one did. */
export type About = { incidentId: string; seq?: number };

/** Facts for the log: names and ids, never content from outside. */
export type Log = {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
  /** Says what this run works on: its further lines and its metrics are of that trace. A second incident ends that. */
  about(subject: About): void;
};
/** A counter or a duration for CloudWatch (EMF); the function is the only dimension. */
export type Meter = { count(name: string, value?: number): void; seconds(name: string, value: number): void };
export type Clock = () => Date;
