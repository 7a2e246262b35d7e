import type { KubernetesReader } from '../evidence/ports.ts';
import { NotPermitted } from './errors.ts';
import type { CloudResourceReader, CloudResourceWriter } from './cloudcontrol/port.ts';
import type { DatabaseReader, DatabaseWriter } from './rds/port.ts';
import type { EcsServiceReader, EcsServiceWriter } from './ecs/port.ts';
import type { FunctionReader, FunctionWriter } from './lambda/port.ts';
import type { KubernetesWriter } from './kubernetes/port.ts';
import type { NetworkInterfaceReader, NetworkInterfaceWriter } from './ec2/port.ts';

/** Whose API an action calls. One proposal is of one provider, and one session reaches one. */
export const providers = ['kubernetes', 'ec2', 'ecs', 'rds', 'lambda', 'cloudcontrol'] as const;
export type Provider = (typeof providers)[number];

/** What actions read with, by provider. */
export type Readers = {
  kubernetes: KubernetesReader;
  ec2: NetworkInterfaceReader;
  ecs: EcsServiceReader;
  rds: DatabaseReader;
  lambda: FunctionReader;
  cloudcontrol: CloudResourceReader;
};

/** What actions change with: another type, and only executor and rollback hold it. */
export type Writers = {
  kubernetes: KubernetesWriter;
  ec2: NetworkInterfaceWriter;
  ecs: EcsServiceWriter;
  rds: DatabaseWriter;
  lambda: FunctionWriter;
  cloudcontrol: CloudResourceWriter;
};

/** The reader of one provider, made when it is needed: each brings a client of its own. */
export type ReadersFor = (provider: Provider) => Promise<Partial<Readers>>;

/** The port of one provider. Throws `NotPermitted` where there is none: a session has those it was opened for. */
export const portOf = <P extends Partial<Readers>, K extends Provider>(ports: P, provider: K): NonNullable<P[K]> => {
  const port = ports[provider];
  if (port === undefined || port === null) throw new NotPermitted(`there is no access to ${provider} here`);
  return port;
};
