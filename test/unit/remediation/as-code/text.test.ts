import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cloudFormation, kubectlPatch, terraform } from '../../../../core/remediation/as-code/builders.ts';
import { type Tree, yamlText } from '../../../../core/remediation/as-code/yaml.ts';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('tree'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
}));

describe('code builders', () => {
  it('write YAML that reads as the tree it was made of', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(parse(yamlText(value))).toEqual(value);
      }),
    );
  });

  it('quote a key that an older reader would take for something else', () => {
    expect(yamlText({ on: true, 'a: b': [], plain: {} })).toBe('"on": true\n"a: b": []\nplain: {}');
  });

  it('write a kubectl command whose patch is the YAML of a manifest', () => {
    const target = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
    expect(kubectlPatch(target, { spec: { replicas: 3, who: "it's" } })).toEqual({
      form: 'kubectl',
      text: `kubectl patch deployment/payments-api --namespace=checkout --patch='
spec:
  replicas: 3
  who: "it'\\''s"
'`,
    });
  });

  it('write blocks, repeated blocks, lists and maps of HCL', () => {
    const body = {
      name: 'a"${b}',
      spec: { container: [{ name: 'app' }, { name: 'proxy' }], limits: new Map([['memory', '1Gi']]) },
      private_ips: ['10.0.0.1', '10.0.0.2'],
      unset: null,
    };
    expect(terraform('some_type', '9-lives of "x"', body).text).toBe(`resource "some_type" "_9_lives_of_x_" {
  name = "a\\"$\${b}"
  spec {
    container {
      name = "app"
    }
    container {
      name = "proxy"
    }
    limits = {
      memory = "1Gi"
    }
  }
  private_ips = ["10.0.0.1", "10.0.0.2"]
  unset = null
}`);
  });

  it.each([
    ['orders-db', 'OrdersDb'],
    ['42', 'Resource42'],
    ['../"x', 'X'],
    ['', 'Resource'],
  ])('make of the name %j the logical id %s, and take away what is null', (name, id) => {
    expect(cloudFormation('AWS::A::B', name, { Size: null }).text).toBe(`${id}:
  Type: "AWS::A::B"
  Properties:
    Size: !Ref "AWS::NoValue"`);
  });
});
