import * as z from 'zod';
import { Mode } from '../../core/remediation/mode.ts';
import type { Positions, Switches } from '../../core/remediation/ports.ts';
import type { Answer } from './front.ts';

/** The switches of a run under the names that an account has them by. */
export type SwitchCalls = {
  tableName: string;
  tableId: string;
  /** `/sovereign-ops/<stack>` */
  path: string;
  switches: Switches & { turn?(change: Partial<Positions>): void };
};

const Get = z.object({ Names: z.array(z.string()).max(10) });
const Put = z.object({ Name: z.string(), Value: z.string(), Overwrite: z.boolean().optional() });
const Describe = z.object({ TableName: z.string() });

const json = (statusCode: number, type: string, document: object): Answer => ({
  statusCode,
  headers: { 'content-type': type },
  body: JSON.stringify(document),
});
const ssm = (document: object): Answer => json(200, 'application/x-amz-json-1.1', document);
const refused = (type: string, message: string): Answer =>
  json(400, 'application/x-amz-json-1.1', { __type: type, message });

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The service that an AWS call belongs to, as its signature must name it; undefined for all that is not answered here. */
export const serviceOf = (target: string): string | undefined => {
  if (target === 'AmazonSSM.GetParameters' || target === 'AmazonSSM.PutParameter') return 'ssm';
  return target === 'DynamoDB_20120810.DescribeTable' ? 'dynamodb' : undefined;
};

/**
 * The three AWS calls by which switches are shown and turned, answered for the switches of a run: SSM GetParameters and
 * PutParameter, DynamoDB DescribeTable for the id of the table that names the execution switch.
 */
export const switchCalls = ({ tableName, tableId, path, switches }: SwitchCalls) => {
  const [execution, stop, mode] = [`${path}/execution/${tableId}`, `${path}/emergency-stop`, `${path}/mode`];

  const get = async ({ Names }: z.infer<typeof Get>): Promise<Answer> => {
    const at = await switches.read();
    const values = new Map<string, string>([
      [execution, at.execution],
      [stop, at.emergencyStop],
      [mode, at.mode],
    ]);
    return ssm({
      Parameters: Names.flatMap((Name) => {
        const Value = values.get(Name);
        return Value === undefined ? [] : [{ Name, Value, Type: 'String', Version: 1 }];
      }),
      InvalidParameters: Names.filter((name) => !values.has(name)),
    });
  };
  const put = ({ Name, Value, Overwrite }: z.infer<typeof Put>): Answer => {
    if (switches.turn === undefined)
      return refused('InternalServerError', 'the switches of this run are at its endpoint');
    if (Overwrite !== true) return refused('ParameterAlreadyExists', `${Name} exists; overwrite it`);
    if (Name === execution) switches.turn({ execution: Value === 'enabled' ? 'enabled' : 'disabled' });
    else if (Name === stop) switches.turn({ emergencyStop: Value === 'clear' ? 'clear' : 'set' });
    else if (Name === mode) switches.turn({ mode: Mode.safeParse(Value).data ?? 'observe' });
    else return refused('AccessDeniedException', `${Name} is no switch of this stack`);
    return ssm({ Version: 2, Tier: 'Standard' });
  };
  const describe = ({ TableName }: z.infer<typeof Describe>): Answer =>
    TableName === tableName
      ? json(200, 'application/x-amz-json-1.0', { Table: { TableName, TableId: tableId, TableStatus: 'ACTIVE' } })
      : refused('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', `no table ${TableName}`);

  /** Answers one call; a body that the SDK does not send is refused as AWS refuses it. */
  return async (target: string, body: string): Promise<Answer> => {
    const answered = async <T>(schema: z.ZodType<T>, call: (input: T) => Answer | Promise<Answer>): Promise<Answer> => {
      const input = schema.safeParse(parsedJson(body));
      return input.success ? call(input.data) : refused('SerializationException', 'the body is not that of the call');
    };
    if (target === 'AmazonSSM.GetParameters') return answered(Get, get);
    if (target === 'AmazonSSM.PutParameter') return answered(Put, put);
    return answered(Describe, describe);
  };
};
