import * as z from 'zod';
import { sha256 } from '../digest.ts';

type Content = Readonly<Record<string, unknown>>;

const Named = z.looseObject({ name: z.string() });
/** The API keeps no order of these lists. */
const Container = Named.extend({
  environment: z.array(Named).optional(),
  secrets: z.array(Named).optional(),
});
const Definition = z.looseObject({
  containerDefinitions: z.array(Container),
  requiresCompatibilities: z.array(z.string()).optional(),
});

const byName = <T extends { name: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** SHA-256 of what can be registered, whatever order the API gives it in: it binds every byte and shows none. */
export const definitionDigest = (content: Content): string => {
  const { containerDefinitions, requiresCompatibilities, ...rest } = Definition.parse(content);
  return sha256({
    ...rest,
    ...(requiresCompatibilities === undefined ? {} : { requiresCompatibilities: requiresCompatibilities.toSorted() }),
    containerDefinitions: byName(containerDefinitions).map(({ environment, secrets, ...container }) => ({
      ...container,
      ...(environment === undefined ? {} : { environment: byName(environment) }),
      ...(secrets === undefined ? {} : { secrets: byName(secrets) }),
    })),
  });
};

const Images = z.object({
  containerDefinitions: z.array(z.object({ name: z.string(), image: z.string().optional() })),
});

/** The images of a definition, by the path of the field. */
export const definitionImages = (content: Content): Record<string, string> =>
  Object.fromEntries(
    Images.parse(content).containerDefinitions.map(({ name, image }) => [`containers.${name}.image`, image ?? '']),
  );

const Roles = z.object({ taskRoleArn: z.string().optional(), executionRoleArn: z.string().optional() });

/** The names of the IAM roles, with their paths, that a registration of this definition passes to ECS. */
export const passedRoles = (content: Content): string[] => {
  const { taskRoleArn, executionRoleArn } = Roles.parse(content);
  const given = [taskRoleArn, executionRoleArn].filter((role) => role !== undefined);
  return [...new Set(given.map((role) => /^arn:[\w-]+:iam::\d{12}:role\/(.+)$/.exec(role)?.[1] ?? role))];
};
