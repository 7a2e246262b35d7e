import {
  CloudControlClient,
  GetResourceCommand,
  ListResourceRequestsCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import * as z from 'zod';
import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../remediation/errors.ts';
import type { CloudResourceReader, CloudResourceWriter } from '../remediation/cloudcontrol/port.ts';
import type { ClientConfig } from './client-config.ts';
import { calling, callingUnless, ServiceUnavailable, translated } from './errors.ts';

/** Ten pages of the unfinished requests of the account in this region: more is not a moment for a change. */
const maxPages = 10;
const pageSize = 100;

const Properties = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()));

/**
 * Errors and failures that say: nothing was changed, with and without `Exception`. The list is of what is known; of
 * everything else the outcome is not. `ClientTokenConflict` is not one of them: it says that this very step was asked
 * for before. `NotStabilized` and `GeneralServiceException` come after the handler has made its call.
 */
const refused: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'ConcurrentOperation',
  'InvalidRequest',
  'NotFound',
  'NotUpdatable',
  'ResourceConflict',
  'ResourceNotFound',
  'ServiceLimitExceeded',
  'TypeNotFound',
  'UnsupportedAction',
  'Validation',
]);
const denied: ReadonlySet<string> = new Set(['AccessDenied', 'InvalidCredentials', 'UnauthorizedTaggingOperation']);

const call = 'cloudcontrol UpdateResource';

/** What the name of an error, or the code of a request that failed at once, means for a change. */
const outcome = (name: string, options?: ErrorOptions): Error => {
  const code = name.replace(/Exception$/, '');
  if (denied.has(code)) return new NotPermitted(`${call}: ${name}`, options);
  if (refused.has(code)) return new PreconditionFailed(`${call}: ${name}`, options);
  return new ProviderUnavailable(`${call}: ${name}`, options);
};

/** A network error has no name of its own: `translated` knows its code. */
const failure = (error: unknown): Error => {
  const known = translated(call, error);
  if (known instanceof NotPermitted) return known;
  const options = { cause: error };
  return error instanceof Error && error.name !== 'Error'
    ? outcome(error.name, options)
    : new ProviderUnavailable(known.message, options);
};

/** Reads resources through Cloud Control with whatever the caller may call of the services themselves. */
export const cloudResourceReader = (client: Pick<CloudControlClient, 'send'>): CloudResourceReader => ({
  async get(TypeName, Identifier) {
    const command = new GetResourceCommand({ TypeName, Identifier });
    const answer = await callingUnless('ResourceNotFoundException', 'cloudcontrol GetResource', () =>
      client.send(command),
    );
    if (answer === undefined) return undefined;
    const properties = Properties.safeParse(answer.ResourceDescription?.Properties);
    if (!properties.success) throw new ServiceUnavailable('cloudcontrol GetResource: the answer holds no properties');
    return properties.data;
  },

  async changing(type, identifier) {
    let next: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const command = new ListResourceRequestsCommand({
        ResourceRequestStatusFilter: { OperationStatuses: ['PENDING', 'IN_PROGRESS', 'CANCEL_IN_PROGRESS'] },
        MaxResults: pageSize,
        ...(next === undefined ? {} : { NextToken: next }),
      });
      const answer = await calling('cloudcontrol ListResourceRequests', () => client.send(command));
      const requests = answer.ResourceRequestStatusSummaries ?? [];
      if (requests.some((one) => one.TypeName === type && one.Identifier === identifier)) return true;
      next = answer.NextToken;
      if (next === undefined) return false;
    }
    throw new ServiceUnavailable(`cloudcontrol ListResourceRequests: more than ${maxPages * pageSize} are under way`);
  },
});

/** The same with the one call that changes something. The client must not repeat calls: `maxAttempts: 1`. */
export const cloudResourceWriter = (client: Pick<CloudControlClient, 'send'>): CloudResourceWriter => ({
  ...cloudResourceReader(client),
  async patch(TypeName, Identifier, operations, ClientToken) {
    const PatchDocument = JSON.stringify(operations);
    const command = new UpdateResourceCommand({ TypeName, Identifier, PatchDocument, ClientToken });
    const { ProgressEvent } = await client.send(command).catch((error: unknown) => {
      throw failure(error);
    });
    if (ProgressEvent?.OperationStatus === 'FAILED') throw outcome(ProgressEvent.ErrorCode ?? 'no error code');
  },
});

/** Clients of their own: whoever loads this file gets no more of the SDK than these calls. */
export const openReader = (config: ClientConfig): CloudResourceReader =>
  cloudResourceReader(new CloudControlClient(config));
export const openWriter = (config: ClientConfig): CloudResourceWriter =>
  cloudResourceWriter(new CloudControlClient(config));
