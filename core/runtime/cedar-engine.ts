import { createRequire } from 'node:module';
import type { CedarEngine } from '../policy/cedar.ts';

/**
 * The Cedar engine, loaded when it is first asked: 50 ms that a function which only reads runbooks never pays. It lies in
 * the policy layer, on Lambda's NODE_PATH, and in the node_modules of the program that runs elsewhere.
 */
export const cedarEngine = (): CedarEngine => {
  const engine: CedarEngine =
    loaded ?? createRequire(process.argv[1] ?? '/var/task/index.js')('@cedar-policy/cedar-wasm/nodejs');
  loaded = engine;
  return engine;
};
let loaded: CedarEngine | undefined;
