import { categories, categoryId } from '../../../core/diagnosis/categories.ts';
import type { Cause } from '../../../core/diagnosis/diagnosis.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import type { Label } from './labels.ts';

/** Pods and ReplicaSets are named after their workload. */
const generated = /^(?:-[a-z0-9]{5,10})?-[a-z0-9]{5}$|^-[a-f0-9]{6,10}$|^-\d{1,3}$/;

/** The label `kind/name` or a bare name stands for this resource; a pod stands for its workload. */
const sameResource = (label: string, { kind, name }: Resource): boolean => {
  const [labelKind, ...rest] = label.split('/');
  const wanted = (rest.length === 0 ? label : rest.join('/')).toLowerCase();
  const found = name.toLowerCase();
  const isPlace = labelKind === 'node' || labelKind === 'namespace';
  if (isPlace !== ['node', 'namespace'].includes(kind.toLowerCase())) return found === label.toLowerCase();
  if (found === wanted || found.split('/').at(-1) === wanted) return true;
  return !isPlace && found.startsWith(wanted) && generated.test(found.slice(wanted.length));
};

/** A label names a category, a synonym of one, or its coarse parent. */
const sameCategory = (label: string, category: string): boolean =>
  (categoryId(label) ?? label) === category || categories[category]?.parent === label;

export type Hit = { category: boolean; resource: boolean; both: boolean };

/** What of a cause is right by any of the labelled causes. */
export const hitOf = (cause: Cause, { causes }: Label): Hit => {
  const found = causes.map((label) => ({
    category: sameCategory(label.category, cause.category),
    resource: sameResource(label.resource, cause.resource),
  }));
  return {
    category: found.some(({ category }) => category),
    resource: found.some(({ resource }) => resource),
    both: found.some(({ category, resource }) => category && resource),
  };
};
