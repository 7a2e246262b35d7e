import { portOf } from '../../core/remediation/provider.ts';
import type { FunctionWriter } from '../../core/remediation/lambda/port.ts';
import { type FunctionSpec, simulatedFunctions } from '../../local/workload/functions.ts';
import { start } from './incident.ts';

/** One simulated function and every change that was asked for. */
export const lambdaFunction = (change: Partial<FunctionSpec> = {}) => {
  const spec = {
    name: 'invoice-render',
    memoryMiB: 512,
    reserved: 10,
    needs: 16,
    alarm: { name: 'invoice-render-throttles', account: '123456789012', region: 'eu-central-1' },
    since: start,
    ...change,
  };
  const lambda = portOf(simulatedFunctions([spec], () => start).writers, 'lambda');
  const calls: unknown[] = [];
  const counted: FunctionWriter = {
    ...lambda,
    setMemory: async (...asked) => {
      calls.push(asked);
      return lambda.setMemory(...asked);
    },
    setReservedConcurrency: async (...asked) => {
      calls.push(asked);
      return lambda.setReservedConcurrency(...asked);
    },
  };
  return { lambda: counted, calls };
};
