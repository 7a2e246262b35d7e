import type { Answer, Front } from './front.ts';
import type { LocalPerson } from './people.ts';
import { type Unsigned, verifySignature } from './signature.ts';
import { serviceOf } from './switch-calls.ts';

type Options = {
  people: readonly LocalPerson[];
  /** Answers the AWS calls of `switch-calls.ts`. */
  aws(target: string, body: string): Promise<Answer>;
  /** The machine's time. */
  now(): Date;
};

const refusal = ({ type, message }: Unsigned): Answer => ({
  statusCode: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: JSON.stringify({ message }),
});

/**
 * What API Gateway does before the function, and the AWS calls that turn switches: a path below `/iam/` needs a signature
 * for `execute-api` by credentials of this run, an AWS call one for its service. Everything else goes through without an
 * identity.
 */
export const gateway = ({ people, aws, now }: Options): Front => {
  const secretOf = (accessKeyId: string): string | undefined =>
    people.find((person) => person.accessKeyId === accessKeyId)?.secretAccessKey;

  return async (request) => {
    const target = request.headers['x-amz-target'];
    const called = request.path === '/' && target !== undefined ? serviceOf(target) : undefined;
    const service = request.path.startsWith('/iam/') ? 'execute-api' : called;
    if (service === undefined) return { kind: 'through' };
    const verified = await verifySignature(request, { service, secretOf, now });
    if (verified.kind === 'unsigned') return { kind: 'answered', answer: refusal(verified) };
    if (target !== undefined && called !== undefined)
      return { kind: 'answered', answer: await aws(target, request.body) };
    const person = people.find(({ accessKeyId }) => accessKeyId === verified.accessKeyId);
    return person === undefined
      ? { kind: 'through' }
      : { kind: 'through', signedBy: { userArn: person.arn, accessKey: person.accessKeyId } };
  };
};
