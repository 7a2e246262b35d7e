import * as z from 'zod';

/** The environment is not as the template sets it: the function or program must not start. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly retryable = false;
}

const shown = (value: string | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);

/**
 * The environment as the schema describes it. Throws `EnvironmentError` with one line that names each variable that is
 * missing or wrong, what was expected (the field's description, else zod's words) and what was found. Put no secret
 * into a variable: what is found is shown.
 */
export const readEnv = <S extends z.ZodObject>(schema: S, source: NodeJS.ProcessEnv = process.env): z.infer<S> => {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const expected = z.safeParse(z.string(), schema.shape[name]?.description).data ?? message;
    return `environment variable ${name}: expected ${expected}, found ${shown(source[name])}`;
  });
  throw new EnvironmentError(problems.join('; '));
};
