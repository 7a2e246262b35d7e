import type { Resource } from '../../incident/resource.ts';
import { type HclBody, hclBlock } from './hcl.ts';
import type { CodePatch } from './patch.ts';
import { shellWord } from './quote.ts';
import { type Tree, yamlText } from './yaml.ts';

/** An identifier of Terraform made from a name; whoever keeps the resource in code has a name of their own for it. */
const localName = (name: string): string => {
  const plain = name.replaceAll(/[^A-Za-z0-9_]+/g, '_');
  return /^[A-Za-z]/.test(plain) ? plain : `_${plain}`;
};

/** A logical id of CloudFormation, letters and digits only, made from a name in the same way. */
const logicalId = (name: string): string => {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `Resource${joined}`;
};

/** The changed arguments of a Terraform resource. */
export const terraform = (type: string, name: string, body: HclBody): CodePatch => ({
  form: 'hcl',
  text: hclBlock('resource', [type, localName(name)], body),
});

/** The changed properties of a resource of a CloudFormation template; null takes a property away. */
export const cloudFormation = (type: string, name: string, properties: Tree): CodePatch => ({
  form: 'cloudformation',
  text: yamlText({ [logicalId(name)]: { Type: type, Properties: properties } }, '!Ref "AWS::NoValue"'),
});

/** A strategic merge patch as one command; the YAML in it is what the manifest must say. */
export const kubectlPatch = ({ kind, namespace, name }: Resource, patch: Tree): CodePatch => ({
  form: 'kubectl',
  text: [
    'kubectl patch',
    shellWord(`${kind.toLowerCase()}/${name}`),
    ...(namespace === undefined ? [] : [`--namespace=${shellWord(namespace)}`]),
    `--patch=${shellWord(`\n${yamlText(patch)}\n`)}`,
  ].join(' '),
});

/** `metadata` of a resource of Terraform's Kubernetes provider. */
export const kubernetesMetadata = ({ namespace, name }: Resource): HclBody => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
});
