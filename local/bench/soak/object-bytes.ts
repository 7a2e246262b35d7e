import { getHeapSpaceStatistics } from 'node:v8';

/** Compiled code and what belongs to it: V8 goes on compiling for many minutes, and no object of ours is in there. */
const ofCode = /^(?:code|trusted)_/;

/** Bytes of the heap that objects use. */
export const objectBytes = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !ofCode.test(name))
    .reduce((sum, { space_used_size: used }) => sum + used, 0);
