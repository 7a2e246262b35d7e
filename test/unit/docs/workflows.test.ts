import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { templateYaml } from '../../../local/template/yaml.ts';

const Permissions = z.record(z.string(), z.string());
const Step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const Job = z.looseObject({
  permissions: Permissions.optional(),
  uses: z.string().optional(),
  environment: z.string().optional(),
  'timeout-minutes': z.number().optional(),
  steps: z.array(Step).default([]),
});
const Workflow = z.looseObject({ permissions: Permissions.optional(), jobs: z.record(z.string(), Job) });
type Job = z.infer<typeof Job>;

/** The most that a job here may ask of its token. */
const allowed = ['contents: read', 'id-token: write'];

const problemsOfJob = (name: string, { permissions, uses, steps, ...job }: Job): string[] => [
  ...(permissions === undefined ? [`${name} has every permission of the repository`] : []),
  ...Object.entries(permissions ?? {})
    .map(([what, level]) => `${what}: ${level}`)
    .filter((one) => !allowed.includes(one))
    .map((one) => `${name} has ${one}`),
  ...(uses === undefined || existsSync(uses) ? [] : [`${name} uses ${uses}, which is not in this repository`]),
  ...(uses === undefined && job['timeout-minutes'] === undefined ? [`${name} may run for hours`] : []),
  ...steps.flatMap((step) => [
    ...(step.uses === undefined || /@[0-9a-f]{40}$/.test(step.uses) ? [] : [`${name} uses ${step.uses}, not pinned`]),
    // An expression is put into the script as text: whoever chooses its value writes commands. Variables are safe.
    ...(step.run?.includes('${{') === true ? [`${name} puts an expression into a script`] : []),
  ]),
  ...(permissions?.['id-token'] === 'write' && uses === undefined && job.environment === undefined
    ? [`${name} gets credentials outside an environment`]
    : []),
];

/** Every place where a workflow breaks a rule, in words. */
const problemsOf = (text: string): string[] => {
  const { permissions, jobs } = Workflow.parse(parse(text));
  return [
    ...(permissions !== undefined && Object.keys(permissions).length === 0 ? [] : ['jobs inherit permissions']),
    ...(text.includes('secrets.') ? ['a stored secret is used'] : []),
    ...Object.entries(jobs).flatMap(([name, job]) => problemsOfJob(name, job)),
  ];
};

const files = globSync('.github/workflows/*.yml').toSorted();
/** What Lambda looks for a signature in. */
const signed = [
  ...readFileSync('template.yaml', 'utf8').matchAll(
    /^ {2}(\w+):\n {4}Type: AWS::Serverless::(?:Function|LayerVersion)$/gm,
  ),
].map(([, id = '']) => id);
const deployTo = readFileSync('.github/workflows/deploy-to.yml', 'utf8');

describe('the workflows', () => {
  it('are there', () =>
    expect(files.map((file) => file.split('/').at(-1))).toEqual(['ci.yml', 'deploy-to.yml', 'deploy.yml']));

  it.each(files)('%s has jobs with the least permissions, and only pinned actions', (file) =>
    expect(problemsOf(readFileSync(file, 'utf8'))).toEqual([]),
  );

  it.each([
    ['an action by a tag', '    steps:', '    steps:\n      - uses: actions/checkout@v5', 'not pinned'],
    ['write access to the repository', 'contents: read', 'contents: write', 'has contents: write'],
    ['inherited permissions', /^permissions: \{\}\n/m, '', 'jobs inherit permissions'],
    ['a stored key', '${{ vars.ROLE_ARN }}', '${{ secrets.KEY }}', 'a stored secret'],
    ['credentials without reviewers', '    environment: ${{ inputs.environment }}\n', '', 'outside an environment'],
    [
      'a script that an input is put into',
      '"$STACK" --change-set-name',
      '${{ inputs.environment }} --change-set-name',
      'expression',
    ],
    ['a job without an end', '    timeout-minutes: 60\n', '', 'may run for hours'],
  ])('would be found with %s', (_fault, from, to, said) => {
    const faulty = deployTo.replace(from, to);
    expect(faulty).not.toBe(deployTo);
    expect(problemsOf(faulty)).toContainEqual(expect.stringContaining(said));
  });

  it('execute nothing in the job that builds, and build nothing in the job that executes', () => {
    const { jobs } = Workflow.parse(parse(deployTo));
    const scripts = (name: string): string => (jobs[name]?.steps ?? []).map(({ run }) => run).join('\n');
    expect(scripts('plan')).not.toContain('execute-change-set');
    expect(scripts('apply')).toContain('execute-change-set');
    expect(scripts('apply')).not.toMatch(/\b(npm|node|git|sam) /);
  });

  it.each([
    ['', []],
    ['Release', ['--signing-profiles', ...signed.map((one) => `${one}=Release`)]],
  ])('sign every function and the layer with the profile %j of the environment', (profile, flags) => {
    const plan = Workflow.parse(parse(deployTo)).jobs['plan']?.steps.find(({ run }) => run?.includes('sam package'));
    const [packaging = ''] = plan?.run?.split('template="$STACK') ?? [];
    // With a `sam` that says what it was called with.
    const said = execFileSync('bash', ['-eo', 'pipefail'], {
      input: `sam() { printf '%s\\n' "$@"; }\n${packaging}`,
      env: { PATH: process.env['PATH'], SIGNING_PROFILE: profile, BUCKET: 'b', STACK: 's', RUNNER_TEMP: '/tmp' },
      encoding: 'utf8',
    });
    expect(said.trim().split('\n').slice(7)).toEqual(flags);
  });

  it('have scripts that bash can read', () => {
    const scripts = files
      .flatMap((file) => Object.values(Workflow.parse(parse(readFileSync(file, 'utf8'))).jobs))
      .flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [`(\n${run}\n)`])));
    expect(scripts.length).toBeGreaterThan(5);
    execFileSync('bash', ['-n'], { input: scripts.join('\n') });
  });
});

const Asked = z.object({ 'Fn::If': z.tuple([z.string(), z.unknown(), z.object({ Ref: z.literal('AWS::NoValue') })]) });
/** A statement that is there only under a condition counts as one that is there. */
const whereAsked = (statement: unknown): unknown => Asked.safeParse(statement).data?.['Fn::If'][1] ?? statement;

const Roles = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Properties: z.looseObject({
        AssumeRolePolicyDocument: z.looseObject({
          Statement: z.array(z.looseObject({ Condition: z.record(z.string(), z.record(z.string(), z.unknown())) })),
        }),
        Policies: z.array(
          z.looseObject({
            PolicyDocument: z.looseObject({
              Statement: z.array(
                z.preprocess(
                  whereAsked,
                  z.looseObject({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() }),
                ),
              ),
            }),
          }),
        ),
      }),
    }),
  ),
});

describe('docs/deploy/github-roles.yaml', () => {
  const { Resources } = Roles.parse(templateYaml(readFileSync('docs/deploy/github-roles.yaml', 'utf8')));
  const actionsOf = (name: string): string[] =>
    (Resources[name]?.Properties.Policies ?? []).flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(({ Action }) => Action),
    );

  it.each([
    ['PlanRole', 'environment:${Environment}-plan'],
    ['ApplyRole', 'environment:${Environment}'],
  ])('%s is for jobs of one repository in %s', (name, environment) => {
    const [statement, ...more] = Resources[name]?.Properties.AssumeRolePolicyDocument.Statement ?? [];
    expect(more).toEqual([]);
    expect(statement?.Condition['StringEquals']).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': { 'Fn::Sub': `repo:\${Repository}:${environment}` },
    });
  });

  it('lets nobody both plan and execute, and no role do more than the workflow asks', () => {
    const workflow = deployTo.replaceAll(/\s+/g, ' ');
    expect(actionsOf('ApplyRole')).toEqual(['cloudformation:ExecuteChangeSet', 'cloudformation:DescribeStacks']);
    expect(actionsOf('PlanRole')).not.toContain('cloudformation:ExecuteChangeSet');
    const commands = [...workflow.matchAll(/aws cloudformation (?!wait)([a-z-]+)/g)].map(([, command = '']) =>
      command.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    );
    const granted = [...actionsOf('PlanRole'), ...actionsOf('ApplyRole')].filter((one) =>
      one.startsWith('cloudformation:'),
    );
    expect(new Set(granted)).toEqual(new Set(commands.map((one) => `cloudformation:${one}`)));
  });

  it('lets code be signed by the plan alone, with one profile, and only where one is named', () => {
    const text = readFileSync('docs/deploy/github-roles.yaml', 'utf8');
    expect(actionsOf('PlanRole').filter((one) => one.startsWith('signer:'))).toEqual([
      'signer:StartSigningJob',
      'signer:DescribeSigningJob',
    ]);
    expect(text.match(/ - !If\n +- Signs\n/g)).toHaveLength(3);
    expect(text).toContain('Action: signer:StartSigningJob\n                  Resource: !Ref SigningProfileArn\n');
  });

  it('names what each role may touch', () => {
    for (const { Properties } of Object.values(Resources))
      for (const { PolicyDocument } of Properties.Policies)
        for (const { Resource } of PolicyDocument.Statement) expect(Resource).not.toBe('*');
  });
});
