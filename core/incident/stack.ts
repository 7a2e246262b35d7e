import * as z from 'zod';

/** The stack that this system is: where it is and what it is called. */
const Stack = z.object({ account: z.string(), region: z.string(), name: z.string() }, 'expected the ARN of a stack');
export type Stack = z.infer<typeof Stack>;

const arn =
  /^arn:aws[a-z-]*:cloudformation:(?<region>[a-z0-9-]+):(?<account>\d{12}):stack\/(?<name>[A-Za-z][A-Za-z0-9-]*)\/[^/]+$/;

/** A stack from its ARN, which `AWS::StackId` gives. */
export const StackArn = z
  .string()
  .transform((text) => arn.exec(text)?.groups)
  .pipe(Stack);
