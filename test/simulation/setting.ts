import { readFileSync } from 'node:fs';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { readTemplate } from '../../local/template/read.ts';
import { remembered } from './remembered.ts';
import type { Story } from './story.ts';

/** What every run has in common: the template and the policy layer as they are shipped. */
export const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const shipped = remembered(loadPolicyLayer('layers/policy'));
const withBreakGlass = { ...shipped, policy: { ...shipped.policy, breakGlass: true } };

export const policyOf = ({ breakGlass }: Story): PolicyLayer => (breakGlass === true ? withBreakGlass : shipped);

const timeouts = new Map(template.functions.map(({ name, timeoutSeconds }) => [name, timeoutSeconds]));
/** How long Lambda lets a function run, in seconds. */
export const timeout = (name: string): number => timeouts.get(name) ?? 900;

/** Near the end of an hour: what is kept by the hour changes while an incident is worked on. */
export const beginning = new Date('2026-03-02T02:58:00.000Z');
