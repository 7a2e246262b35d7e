import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { dynamoTableId } from '../../core/aws/table-id.ts';
import { cleanText } from '../../core/incident/text.ts';
import { Mode } from '../../core/remediation/mode.ts';
import type { Command } from './command.ts';
import { refusedBy } from './deployed-target.ts';
import { Failed } from './failed.ts';
import type { Result } from './result.ts';
import type { Target } from './target.ts';

type Switch = Extract<Command, { kind: 'switch' }>;

/** What each switch counts as, for any value and for none. */
const meaning = (name: Switch['name'], value: string | undefined): string => {
  const found = value === undefined ? 'not set' : cleanText(value, 60);
  if (name === 'execution') {
    return value === 'enabled' ? 'enabled' : value === 'disabled' ? 'disabled' : `${found}, which counts as disabled`;
  }
  if (name === 'mode') {
    const mode = Mode.safeParse(value).data;
    return mode ?? `${found}, which counts as observe`;
  }
  return value === 'clear' ? 'clear' : value === 'set' ? 'set' : `${found}, which counts as set`;
};

const said = {
  execution: (value: string) =>
    value === 'enabled' ? 'approved changes are executed' : 'nothing new executes; consented rollbacks do',
  mode: (value: string) => {
    const mode = Mode.safeParse(value).data ?? 'observe';
    const does = {
      observe: 'incidents are diagnosed and reported; nobody is asked',
      propose: 'people are asked; nothing is executed',
    };
    return mode === 'execute'
      ? 'approved changes are executed, where policy.yaml and the switches say so, too'
      : does[mode];
  },
  'emergency-stop': (value: string) =>
    value === 'clear' ? 'nothing is stopped' : 'nothing at all changes, rollbacks included',
} as const;

const calling = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Failed ? error : refusedBy(what, error);
  }
};

/**
 * Shows a switch, or turns it and shows it before and after. With the caller's own AWS credentials and nothing of the
 * system: what it may do is never decided by itself. The execution switch is bound to the id of the table.
 */
export const turnSwitch = async ({ switches }: Target, { name, to }: Switch): Promise<Result> => {
  if (switches === undefined)
    throw new Failed(2, `${name}: the switches of an API are not known by its address; give --stack`);
  const { tableName, path, aws } = switches;
  const parameter =
    name !== 'execution'
      ? `${path}/${name}`
      : `${path}/execution/${await calling(`table ${tableName}`, dynamoTableId(new DynamoDBClient(aws), { tableName }))}`;
  const ssm = new SSMClient(aws);
  const read = async (): Promise<string | undefined> => {
    const { Parameters } = await calling(`parameter ${parameter}`, () =>
      ssm.send(new GetParametersCommand({ Names: [parameter], WithDecryption: false })),
    );
    return Parameters?.find(({ Name }) => Name === parameter)?.Value;
  };
  const before = await read();
  if (to !== undefined) {
    await calling(`parameter ${parameter}`, () =>
      ssm.send(new PutParameterCommand({ Name: parameter, Value: to, Type: 'String', Overwrite: true })),
    );
  }
  const after = to === undefined ? before : await read();
  if (to !== undefined && after !== to)
    throw new Failed(1, `${name} is ${meaning(name, after)} after it was turned to ${to}`);
  const moved = to === undefined ? meaning(name, after) : `${meaning(name, before)} -> ${meaning(name, after)}`;
  return {
    code: 0,
    document: { switch: name, parameter, before: before ?? null, after: after ?? null },
    text: `${name}: ${moved}\n${said[name](after ?? '')}\n`,
  };
};
