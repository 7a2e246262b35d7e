import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { EcsReader } from '../evidence/ports.ts';
import { revisionOf } from '../remediation/ecs/deployments.ts';
import type { EcsServiceReader, EcsServiceWriter } from '../remediation/ecs/port.ts';
import { changing } from './changing.ts';
import type { ClientConfig } from './client-config.ts';
import { Definition, definitionOf, Registration, serviceOf, Services } from './ecs-answers.ts';
import { calling, callingUnless, ServiceUnavailable } from './errors.ts';

type Client = Pick<ECSClient, 'send'>;

/** One page of ListTaskDefinitions. */
const mostRevisions = 100;

/** What an answer means, or `ServiceUnavailable`: half an answer is none. */
const understood = <T>(call: string, parse: () => T): T => {
  try {
    return parse();
  } catch (cause) {
    throw new ServiceUnavailable(`${call}: the answer has an unknown form`, { cause });
  }
};

/** Reads one service. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`; also when the answer is of another service. */
export const ecsReader = (client: Client): EcsReader => ({
  service: async (cluster, service) => {
    const call = 'ecs DescribeServices';
    const command = new DescribeServicesCommand({ cluster, services: [service] });
    const answer = await callingUnless('ClusterNotFoundException', call, () => client.send(command));
    if (answer === undefined) return undefined;
    const { services, failures } = understood(call, () => Services.parse(answer));
    const [found, ...others] = services;
    if (found === undefined && failures.length === 1 && failures[0]?.reason === 'MISSING') return undefined;
    if (found === undefined || others.length > 0 || failures.length > 0) {
      throw new ServiceUnavailable(
        `${call}: ${services.length} services and ${failures.length} failures, asked for one`,
      );
    }
    return understood(call, () => serviceOf(found, { cluster, service }));
  },
});

/** The same with task definitions. */
export const ecsServiceReader = (client: Client): EcsServiceReader => ({
  ...ecsReader(client),
  taskDefinition: async (name) => {
    const call = 'ecs DescribeTaskDefinition';
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: name });
    // The only fault of a client that asks for one by its name.
    const answer = await callingUnless('ClientException', call, () => client.send(command));
    return answer === undefined ? undefined : understood(call, () => definitionOf(Definition.parse(answer)));
  },
  revisions: async (family) => {
    const call = 'ecs ListTaskDefinitions';
    const command = new ListTaskDefinitionsCommand({
      familyPrefix: family,
      status: 'ACTIVE',
      sort: 'DESC',
      maxResults: mostRevisions,
    });
    const { taskDefinitionArns = [] } = await calling(call, () => client.send(command));
    return taskDefinitionArns
      .filter((arn) => arn.slice(0, arn.lastIndexOf(':')).endsWith(`:task-definition/${family}`))
      .toSorted((a, b) => revisionOf(b) - revisionOf(a));
  },
});

/** And with the calls that change something, for a client that sends each once. */
export const ecsServiceWriter = (client: Client): EcsServiceWriter => ({
  ...ecsServiceReader(client),
  setDesiredCount: async (cluster, service, desiredCount) => {
    const command = new UpdateServiceCommand({ cluster, service, desiredCount });
    await changing('ecs UpdateService', () => client.send(command));
  },
  setTaskDefinition: async (cluster, service, taskDefinition) => {
    const command = new UpdateServiceCommand({ cluster, service, taskDefinition });
    await changing('ecs UpdateService', () => client.send(command));
  },
  register: async (content) => {
    const call = 'ecs RegisterTaskDefinition';
    const command = new RegisterTaskDefinitionCommand(Registration.parse(content));
    const answer = await changing(call, () => client.send(command));
    return understood(call, () => definitionOf(Definition.parse(answer)));
  },
});

/** Clients of their own: whoever loads this file gets no more of the SDK than these calls. */
export const openReader = (config: ClientConfig): EcsServiceReader => ecsServiceReader(new ECSClient(config));
export const openWriter = (config: ClientConfig): EcsServiceWriter => ecsServiceWriter(new ECSClient(config));
