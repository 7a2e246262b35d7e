import * as z from 'zod';

/** What esbuild says about a build, as far as it is needed. https://esbuild.github.io/api/#metafile */
export const Metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      entryPoint: z.string().optional(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.int().nonnegative() })),
    }),
  ),
});
export type Metafile = z.infer<typeof Metafile>;

/** One function as it was built, with the folders of the packages that something in it comes from. */
export type Bundle = { name: string; file: string; packages: string[] };

const packageOf = (input: string): string | undefined =>
  /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

/** The functions of a build, and what is really in each: a package all of whose code was dropped is not. */
export const bundlesOf = ({ outputs }: Metafile): Bundle[] =>
  Object.entries(outputs).flatMap(([file, { entryPoint, inputs }]) => {
    const [, name] = /^functions\/([^/]+)\/index\.ts$/.exec(entryPoint ?? '') ?? [];
    if (name === undefined) return [];
    const used = Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => {
      const found = packageOf(input);
      return bytesInOutput === 0 || found === undefined ? [] : [found];
    });
    return [{ name, file, packages: [...new Set(used)].toSorted() }];
  });
