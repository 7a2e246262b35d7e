import { expect, it } from 'vitest';
import type { FunctionWriter } from '../../../core/remediation/lambda/port.ts';

/** What every Lambda must do, simulated or not. `make` gives one with a function of 512 MiB that reserves 10. */
export const functionsContract = (make: () => Promise<{ lambda: FunctionWriter; name: string }>): void => {
  it('shows a function, and none that does not exist', async () => {
    const { lambda, name } = await make();
    expect(await lambda.configuration(name)).toMatchObject({ memoryMiB: 512, lastUpdate: 'Successful' });
    expect(await lambda.concurrency(name)).toMatchObject({ reserved: 10 });
    expect(await lambda.configuration('nobody')).toBeUndefined();
    expect(await lambda.concurrency('nobody')).toBeUndefined();
  });

  it('sets the memory and brings it back, each on the revision before', async () => {
    const { lambda, name } = await make();
    const before = await lambda.configuration(name);
    await lambda.setMemory(name, 1024, before?.revisionId ?? '');
    const after = await lambda.configuration(name);
    expect(after).toMatchObject({ memoryMiB: 1024 });
    await lambda.setMemory(name, 512, after?.revisionId ?? '');
    expect(await lambda.configuration(name)).toMatchObject({ memoryMiB: 512 });
  });

  it('sets the reserved concurrency and brings it back', async () => {
    const { lambda, name } = await make();
    const before = await lambda.concurrency(name);
    await lambda.setReservedConcurrency(name, 20);
    expect(await lambda.concurrency(name)).toMatchObject({ reserved: 20 });
    await lambda.setReservedConcurrency(name, 10);
    expect(await lambda.concurrency(name)).toEqual(before);
  });

  it('refuses a change of a function that does not exist', async () => {
    const { lambda } = await make();
    const refused = { name: 'PreconditionFailed' };
    await expect(lambda.setMemory('nobody', 1024, 'r')).rejects.toMatchObject(refused);
    await expect(lambda.setReservedConcurrency('nobody', 20)).rejects.toMatchObject(refused);
  });
};

/** Beyond the emulator: what only the service itself, and the simulation, check. */
export const functionsStrictly = (make: () => Promise<{ lambda: FunctionWriter; name: string }>): void => {
  it('refuses memory on another revision, and what would leave fewer than 100 unreserved', async () => {
    const { lambda, name } = await make();
    const refused = { name: 'PreconditionFailed' };
    const before = await lambda.configuration(name);
    await expect(lambda.setMemory(name, 1024, 'another')).rejects.toMatchObject(refused);
    await expect(lambda.setReservedConcurrency(name, 950)).rejects.toMatchObject(refused);
    expect(await lambda.configuration(name)).toEqual(before);
    expect(await lambda.concurrency(name)).toMatchObject({ reserved: 10 });
  });
};
