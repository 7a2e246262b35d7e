import * as z from 'zod';
import { TableEnv } from '../../core/runtime/function-env.ts';
import { SpokeEnv } from '../../core/runtime/spoke-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({ ...TableEnv.shape, ...SpokeEnv.shape });
