import * as z from 'zod';
import { ServiceRefused, ServiceUnavailable } from '../../core/aws/errors.ts';
import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../../core/remediation/errors.ts';

/** An error as it goes from one process to another: its class is in its name. */
export const SentError = z.object({ name: z.string(), message: z.string() });
export type SentError = z.infer<typeof SentError>;

/** Whatever the world may answer that the functions tell apart. */
const known = [PreconditionFailed, NotPermitted, ProviderUnavailable, ServiceRefused, ServiceUnavailable];

export const sentError = (error: unknown): SentError =>
  error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: JSON.stringify(error) };

export const receivedError = ({ name, message }: SentError): Error => {
  for (const Known of known) {
    const error = new Known(message);
    if (error.name === name) return error;
  }
  return new Error(`${name}: ${message}`);
};
