import { TableEnv } from '../../core/runtime/function-env.ts';

/** What template.yaml sets for this function. */
export const Env = TableEnv;
