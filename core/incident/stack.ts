import * as z from 'zod';

/** The stack that this system is: where it is and what it is called. */
export type Stack = { account: string; region: string; name: string };

const arn = /^arn:aws[a-z-]*:cloudformation:([a-z0-9-]+):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]*)\/[^/]+$/;

/** A stack from its ARN, which `AWS::StackId` gives. */
export const StackArn = z.string().transform((text, context): Stack => {
  const [, region, account, name] = arn.exec(text) ?? [];
  if (region === undefined || account === undefined || name === undefined) {
    context.issues.push({ code: 'custom', message: 'expected the ARN of a stack', input: text });
    return z.NEVER;
  }
  return { account, region, name };
});
