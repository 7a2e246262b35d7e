/** The memory in MiB that goes with a CPU size, and how it is said. */
type Memory = { has(memory: number): boolean; says: string };

const inSteps = (from: number, to: number, step: number): Memory => ({
  has: (memory) => memory >= from && memory <= to && memory % step === 0,
  says: `${from} to ${to} in steps of ${step}`,
});

/** "Task CPU and memory", https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const memoryOf: ReadonlyMap<number, Memory> = new Map([
  [256, { has: (memory) => [512, 1024, 2048].includes(memory), says: '512, 1024, 2048' }],
  [512, inSteps(1024, 4096, 1024)],
  [1024, inSteps(2048, 8192, 1024)],
  [2048, inSteps(4096, 16_384, 1024)],
  [4096, inSteps(8192, 30_720, 1024)],
  [8192, inSteps(16_384, 61_440, 4096)],
  [16_384, inSteps(32_768, 122_880, 8192)],
]);

/** Why Fargate has no tasks of this size (CPU units, MiB), or undefined when it has. */
export const notOnFargate = (cpu: number, memory: number): string | undefined => {
  const known = memoryOf.get(cpu);
  if (known === undefined) return `Fargate has no tasks of ${cpu} CPU units`;
  return known.has(memory)
    ? undefined
    : `Fargate has no tasks of ${cpu} CPU units with ${memory} MiB, only with ${known.says}`;
};
