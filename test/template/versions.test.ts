import { type Proof, proves } from './proof.ts';
import { ofType, refersTo, resource, type Template } from './template.ts';

/** The version that the alias of a function stands for. */
const versionOf = (id: string, template: Template): string | undefined => {
  const alias = ofType('AWS::Lambda::Alias', template).find(
    ({ Properties }) => refersTo(Properties['FunctionName']) === id && Properties['Name'] === 'live',
  );
  return alias === undefined ? undefined : refersTo(alias.Properties['FunctionVersion']);
};

const stays = (id: string, template: Template): boolean => resource(id, template).DeletionPolicy === 'Retain';

/** Code and policy are tried, published and taken back together: the build puts the hash of the layer into the code. */
const published: Proof = {
  promise: 'every function runs as a published version with the policy layer, and old ones stay for the way back',
  broken: (template) => {
    const layers = ofType('AWS::Lambda::LayerVersion', template);
    const gone = layers.filter(({ id }) => !stays(id, template)).map(({ id }) => `${id} is deleted with its successor`);
    const functions = ofType('AWS::Lambda::Function', template).flatMap(({ id, Properties }) => {
      const version = versionOf(id, template);
      const used = JSON.stringify(Properties['Layers'] ?? []);
      return [
        ...(version === undefined ? [`${id} has no alias of a version`] : []),
        ...(version !== undefined && !stays(version, template) ? [`${version} is deleted with its successor`] : []),
        ...(layers.every(({ id: layer }) => used.includes(`"${layer}"`)) ? [] : [`${id} is without the policy layer`]),
      ];
    });
    return [...gone, ...functions];
  },
};

const [version] = ofType('AWS::Lambda::Version').filter(({ id }) => id.startsWith('Executor'));
const [layer] = ofType('AWS::Lambda::LayerVersion');
proves(
  published,
  {
    fault: 'a policy layer that is not retained',
    patch: [{ op: 'remove', path: `/Resources/${layer?.id}/DeletionPolicy` }],
    said: `${layer?.id} is deleted`,
  },
  {
    fault: 'a function version that is not retained',
    patch: [{ op: 'replace', path: `/Resources/${version?.id}/DeletionPolicy`, value: 'Delete' }],
    said: `${version?.id} is deleted`,
  },
  {
    fault: 'an alias of whatever was uploaded last',
    patch: [
      { op: 'replace', path: '/Resources/ExecutorFunctionAliaslive/Properties/FunctionVersion', value: '$LATEST' },
    ],
    said: 'ExecutorFunction has no alias',
  },
  {
    fault: 'a function without the policy layer',
    patch: [{ op: 'replace', path: '/Resources/RollbackFunction/Properties/Layers', value: [] }],
    said: 'RollbackFunction is without',
  },
);
