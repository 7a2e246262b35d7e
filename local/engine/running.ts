import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a handler, as a virtual clock needs to know it: time may pass while it only waits for the clock. */
export type Running = { sleeping: number; changed(): void };

const current = new AsyncLocalStorage<Running>();

/** Runs a handler so that its sleeps, and those of everything it calls, are counted as its own. */
export const runAs = <T>(running: Running, run: () => Promise<T>): Promise<T> => current.run(running, run);

/** The run that the calling code belongs to, if any. */
export const runningNow = (): Running | undefined => current.getStore();
