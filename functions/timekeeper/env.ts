import * as z from 'zod';
import { PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({ ...TableEnv.shape, ...PolicyEnv.shape });
