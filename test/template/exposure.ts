import * as z from 'zod';
import { concrete } from './concrete.ts';
import type { Proof } from './proof.ts';
import { refersTo, resource, type Template } from './template.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Policy = z.object({
  Statement: z.array(
    z.object({ Effect: z.enum(['Allow', 'Deny']), Resource: list, Condition: z.unknown().optional() }),
  ),
});
const Paths = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What a person needs to see and decide one request. */
const deciding = [
  'get /a/{approvalId}',
  'post /a/{approvalId}/decision',
  'post /a/{approvalId}/view',
  'post /iam/a/{approvalId}/decision',
  'post /iam/a/{approvalId}/view',
  'get /signed-in',
];

const matches = (pattern: string, called: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`).test(called);

const routesOf = (template: Template): { route: string; called: string }[] => {
  const { Body } = z.object({ Body: z.object({ paths: Paths }) }).parse(resource('ApprovalApi', template).Properties);
  return Object.entries(Body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      route: `${method} ${path}`,
      called: `execute-api:/live/${method.toUpperCase()}${path.replaceAll(/\{\w+\}/g, 'x')}`,
    })),
  );
};

const exposed = (
  template: Template,
  ApprovalApiEndpoint: string,
): { route: string; allowed: boolean; denied: boolean }[] => {
  const { Body } = z.object({ Body: z.looseObject({}) }).parse(resource('ApprovalApi', template).Properties);
  const policy = Policy.parse(concrete(Body['x-amazon-apigateway-policy'], { ApprovalApiEndpoint }, template));
  const said = (effect: string, called: string): boolean =>
    policy.Statement.some(
      ({ Effect, Resource, Condition }) =>
        Effect === effect && Condition === undefined && Resource.some((pattern) => matches(pattern, called)),
    );
  return routesOf(template).map(({ route, called }) => ({
    route,
    allowed: said('Allow', called),
    denied: said('Deny', called),
  }));
};

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });

export const decidesOnTheInternet: Proof = {
  promise: 'on the internet there is what a person needs to decide one request, and nothing else',
  broken: (template) => {
    const routes = exposed(template, 'REGIONAL');
    const open = routes.filter(({ allowed, denied }) => allowed && !denied).map(({ route }) => route);
    const { Variables } = Environment.parse(resource('ApprovalApiFunction', template).Properties['Environment']);
    return [
      ...open.filter((route) => !deciding.includes(route)).map((route) => `REGIONAL has ${route}`),
      ...deciding.filter((route) => !open.includes(route)).map((route) => `REGIONAL lacks ${route}`),
      ...routes
        .filter(({ route, denied }) => !deciding.includes(route) && !denied)
        .map(({ route }) => `REGIONAL does not deny ${route}`),
      ...(refersTo(Variables['API_ENDPOINT']) === 'ApprovalApiEndpoint' ? [] : ['the function does not know']),
      ...exposed(template, 'PRIVATE')
        .filter(({ allowed, denied }) => !allowed || denied)
        .map(({ route }) => `PRIVATE lacks ${route}`),
    ];
  },
};
