/**
 * The parameters that an environment of samconfig.toml gives to `sam deploy`: the lines `"Name=value"` of its
 * `parameter_overrides`. Throws when the environment has none.
 */
export const deployParameters = (samconfig: string, environment: string): Record<string, string> => {
  const [, section] = samconfig.split(`[${environment}.deploy.parameters]`);
  const [, overrides] = section?.split('parameter_overrides = [') ?? [];
  const lines = overrides?.split(/^\]/m)[0]?.match(/^\s*"([^"]+)"/gm);
  if (lines === undefined || lines === null) throw new Error(`samconfig.toml gives nothing to ${environment}`);
  return Object.fromEntries(
    lines.map((line) => {
      const text = line.trim().slice(1, -1);
      return [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
    }),
  );
};
