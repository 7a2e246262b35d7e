import { fillText, type Values } from '../../incident/placeholders.ts';
import type { Change } from '../gathered.ts';
import type { Period } from '../ports.ts';
import type { ChangeReader } from '../sources.ts';
import type { Read } from './or-gap.ts';

/** What was changed under the wanted names, each once. A placeholder without a value is a gap. */
export const gatherChanges = async (
  changes: ChangeReader,
  templates: readonly string[],
  values: Values,
  period: Period,
): Promise<Read<Change[]>> => {
  const filled = templates.map((template) => ({ template, ...fillText(template, values) }));
  const unfilled = filled.flatMap((one) =>
    one.kind === 'unfilled' ? [`changes of ${one.template}: ${one.reason}`] : [],
  );
  const names = [...new Set(filled.flatMap((one) => (one.kind === 'filled' ? [one.value] : [])))];
  if (names.length === 0) return { found: [], gaps: unfilled };
  const { found, gaps } = await changes.lookUp(names, period);
  return { found, gaps: [...unfilled, ...gaps] };
};
