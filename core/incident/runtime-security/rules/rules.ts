import type { RuntimeEvent } from '../event.ts';
import type { Hit, Rule } from '../rule.ts';
import { deniedFlow, egress } from './egress.ts';
import { unexpectedProgram, writablePath } from './execution.ts';
import { kernelModule, namespaceEntry, privilegeEscalation } from './privilege.ts';
import { sensitiveFile } from './sensitive-file.ts';

const rules: readonly Rule[] = [
  kernelModule,
  privilegeEscalation,
  namespaceEntry,
  sensitiveFile,
  egress,
  writablePath,
  unexpectedProgram,
  deniedFlow,
];

/** What all rules find in an event; none for almost every one. */
export const hitsOf = (event: RuntimeEvent): Hit[] => rules.flatMap((rule) => rule(event) ?? []);
