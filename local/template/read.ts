import { functionModel } from './functions.ts';
import { TemplateModel } from './model.ts';
import { pipeModel } from './pipe.ts';
import { type Resource, type Resources, readResources } from './resources.ts';

export type ReadOptions = { parameters?: Readonly<Record<string, string>>; stackName?: string };

const only = (type: string, resources: Resources): Resource => {
  const found = resources.ofType(type);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`template: expected one ${type}, found ${found.length}`);
  return first;
};

/**
 * What the engine needs from the text of template.yaml: intrinsic functions worked out with the parameters' defaults or
 * `parameters`, names of resources as local names. Throws, naming the resource and the field, for what it cannot read.
 */
export const readTemplate = (
  text: string,
  { parameters = {}, stackName = 'local' }: ReadOptions = {},
): TemplateModel => {
  const resources = readResources(text, parameters, stackName);
  return TemplateModel.parse({
    functions: resources.ofType('AWS::Serverless::Function').map((one) => functionModel(one, resources)),
    pipe: pipeModel(only('AWS::Pipes::Pipe', resources), resources),
    table: resources.resolve(only('AWS::DynamoDB::Table', resources).properties),
  });
};
