/** Memory in MiB that goes with a CPU size: from, to, in steps of. */
type Memory = readonly [from: number, to: number, step: number];

/** "Task CPU and memory", https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const memoryOf: ReadonlyMap<number, Memory> = new Map([
  [512, [1024, 4096, 1024]],
  [1024, [2048, 8192, 1024]],
  [2048, [4096, 16_384, 1024]],
  [4096, [8192, 30_720, 1024]],
  [8192, [16_384, 61_440, 4096]],
  [16_384, [32_768, 122_880, 8192]],
]);
/** The smallest CPU size has no steps. */
const smallest = { cpu: 256, memory: [512, 1024, 2048] } as const;

/** Why Fargate has no tasks of this size (CPU units, MiB), or undefined when it has. */
export const notOnFargate = (cpu: number, memory: number): string | undefined => {
  const [from, to, step] = memoryOf.get(cpu) ?? [0, 0, 1];
  const stepped = from > 0 && memory >= from && memory <= to && (memory - from) % step === 0;
  const small = cpu === smallest.cpu && smallest.memory.some((size) => size === memory);
  if (stepped || small) return undefined;
  const known = cpu === smallest.cpu ? smallest.memory.join(', ') : `${from} to ${to} in steps of ${step}`;
  return from === 0 && cpu !== smallest.cpu
    ? `Fargate has no tasks of ${cpu} CPU units`
    : `Fargate has no tasks of ${cpu} CPU units with ${memory} MiB, only with ${known}`;
};
