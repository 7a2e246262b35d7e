import { dynoxideTable } from '../engine/dynoxide-table.ts';
import { findDynoxide } from '../engine/dynoxide.ts';
import { memoryTable } from '../engine/memory-table.ts';
import type { EngineTable } from '../engine/types.ts';
import type { TemplateModel } from '../template/model.ts';

/** The embedded DynamoDB where it is installed, else the table in memory; `name` says which. */
export const openTable = async (
  inMemory: boolean,
  template: TemplateModel,
  now: () => Date,
): Promise<{ table: EngineTable; name: string }> => {
  const binary = inMemory ? undefined : findDynoxide();
  if (binary === undefined) return { table: memoryTable(now), name: 'in memory' };
  return {
    table: await dynoxideTable(binary, 'sovereign-ops', template.table),
    name: 'dynoxide (DynamoDB on this machine)',
  };
};
