import type { Resource } from '../../incident/resource.ts';
import type { FieldValue, TouchedField } from '../action.ts';
import type { SettableProperty } from '../cloudcontrol/settable-properties.ts';
import { parts } from '../json-pointer.ts';
import { cloudFormation, terraform } from './builders.ts';
import type { AsCode } from './patch.ts';
import type { Tree } from './yaml.ts';

const nested = ([name, ...rest]: readonly string[], value: FieldValue): Tree =>
  name === undefined ? value : { [name]: nested(rest, value) };

/** A property of a resource of Cloud Control: in CloudFormation it is the same property, in Terraform where it is known. */
export const cloudProperty = (
  property: Pick<SettableProperty, 'type' | 'path' | 'terraform'>,
  { name }: Resource,
  touched: readonly TouchedField[],
): AsCode => ({
  patches: touched.flatMap(({ path, after }) => {
    const known = path === property.path ? property.terraform : undefined;
    return [
      ...(known === undefined ? [] : [terraform(known.type, name, { [known.argument]: after })]),
      cloudFormation(property.type, name, nested(parts(path), after)),
    ];
  }),
});
