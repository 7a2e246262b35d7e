import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readTemplate } from '../../local/template/read.ts';
import { functionNames, templateText, transformed } from './template.ts';

const certificate = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');
const cluster = {
  EksClusterName: 'harbor',
  EksEndpoint: 'https://harbor.eks.example',
  EksCertificateAuthority: certificate,
};
const aModel = { ModelId: 'eu.amazon.nova-lite-v1:0', GuardrailId: 'a-guardrail', GuardrailVersion: '1' };

const spokes = { SpokeAccounts: '210987654321,310987654321', SpokeExternalId: 'an-external-id-of-ours' };
const signIn = { OidcAudience: 'a-client', OidcAuthorizeUrl: 'https://idp.example/authorize?scope=openid+groups' };

/** Set by Globals for all; read by Powertools or by most functions. */
const shared = [
  'TABLE_NAME',
  'POLICY_DIR',
  'POWERTOOLS_LOG_LEVEL',
  'POWERTOOLS_METRICS_NAMESPACE',
  'POWERTOOLS_SERVICE_NAME',
];

const schemaOf = async (name: string): Promise<z.ZodObject> =>
  z.object({ Env: z.instanceof(z.ZodObject) }).parse(await import(`../../functions/${name}/env.ts`)).Env;

const read = new Map<string, ReturnType<typeof readTemplate>>();
const environmentOf = (name: string, parameters: Record<string, string>) => {
  const key = JSON.stringify(parameters);
  const model = read.get(key) ?? readTemplate(templateText, { parameters });
  read.set(key, model);
  return model.functions.find((one) => one.name === name)?.environment ?? {};
};

describe('the environment that the template sets', () => {
  it.each(functionNames)('%s finds each variable it reads, and none is set in vain', async (name) => {
    const set = Object.keys(environmentOf(name, {}));
    const read = Object.keys((await schemaOf(name)).shape);
    expect(read.filter((variable) => !set.includes(variable))).toEqual([]);
    expect(set.filter((variable) => !read.includes(variable) && !shared.includes(variable))).toEqual([]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  it('holds no more than the 4 KB that Lambda takes, with the longest values of the identity provider', () => {
    const longest = ['OidcIssuer', 'OidcAudience', 'OidcKeys', 'OidcGroupsClaim'].map((name) => [
      name,
      'x'.repeat(z.int().parse(transformed.Parameters[name]?.['MaxLength'] ?? 100)),
    ]);
    const set = environmentOf('approval-api', Object.fromEntries(longest));
    const bytes = Object.entries(set).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    // Real ids are longer than the local ones that stand for them here.
    expect(bytes).toBeLessThan(4096 - 300);
  });

  it.each(
    functionNames.flatMap((name) => [
      ['by default', name, {}] as const,
      ['with a cluster and a model', name, { ...cluster, ...aModel }] as const,
      ['with every source', name, { ReadCloudTrail: 'true', ReadRds: 'true', ReadXRay: 'true' }] as const,
      ['with spokes', name, spokes] as const,
      [
        'with the page on the internet',
        name,
        { ApprovalApiEndpoint: 'REGIONAL', NoticeDetail: 'full', ...signIn },
      ] as const,
    ]),
  )('%s is what %s accepts', async (_when, name, parameters) => {
    const { error } = (await schemaOf(name)).safeParse(environmentOf(name, parameters));
    expect(error?.issues).toBeUndefined();
  });
});
