import { incidentsShell } from '../../core/approval/page/incidents/shell.ts';
import { approvalShell } from '../../core/approval/page/approval-shell.ts';
import { signedInShell } from '../../core/approval/page/sign-in/signed-in-shell.ts';
import type { MacGenerator, MacVerifier, TokenVerifier } from '../../core/approval/ports.ts';
import type { SignIn } from '../../core/approval/sign-in/configuration.ts';
import type { LogPlace } from '../../core/incident/console-links.ts';
import type { Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Clock, Log, Meter } from '../../core/runtime/effects.ts';
import { authenticate, type Nobody } from './authenticate.ts';
import { bodyOf } from '../../core/approval/http/body.ts';
import { DecisionBody, ViewBody } from './body.ts';
import { type Credential, credentialOf } from './credential.ts';
import { tryDecision } from './decision.ts';
import { busy, ruled } from './decision-response.ts';
import { type HttpRequest, type HttpResponse, httpRequest } from '../../core/approval/http/request.ts';
import { answerOperation } from './operations/answer.ts';
import { recordFailure } from '../../core/approval/record-failure.ts';
import { reject } from '../../core/approval/http/respond.ts';
import { html, unknownLink } from './respond.ts';
import { decisionOnly, routeOf } from './route.ts';
import { view } from './view.ts';

export type Deps = {
  table: Table;
  policy: PolicyLayer;
  versions: Versions;
  now: Clock;
  log: Log;
  meter: Meter;
  linkVerifier: MacVerifier;
  /** Absent where no identity provider is configured: then nobody comes by a token. */
  tokens?: TokenVerifier | undefined;
  proofGenerator: MacGenerator;
  /** Where people sign in; without it nobody can in a browser. */
  signIn?: SignIn | undefined;
  /** The API is on the internet: operations and the list of incidents are not. */
  decisionOnly?: boolean | undefined;
  /** Where people find the log lines of this stack; absent where there is no console. */
  logPlace?: LogPlace | undefined;
};

/** Started by API Gateway. `GET` and `HEAD` change and read nothing; only the `POST` of a person decides. */
export const createHandler = (deps: Deps) => {
  const page = approvalShell(deps.signIn);
  const incidents = incidentsShell(deps.policy.languages, deps.signIn);
  const signedIn = deps.signIn === undefined ? undefined : signedInShell(deps.policy.languages);
  return async (event: unknown): Promise<HttpResponse> => {
    const request = httpRequest(event);
    const route = deps.decisionOnly === true ? decisionOnly(routeOf(request)) : routeOf(request);
    switch (route.kind) {
      case 'page':
        return html(page, route.head);
      case 'signed-in':
        return signedIn === undefined ? unknownLink() : html(signedIn, route.head);
      case 'view':
        return show(deps, request, route.approvalId);
      case 'decision':
        return decideOnce(deps, request, route.approvalId);
      case 'operation':
        return answerOperation(deps, request, route.operation);
      case 'incidents':
        return html(incidents, route.head);
      case 'method-not-allowed':
        return reject(405, `method: expected ${route.allow}`, { allow: route.allow }).response;
      case 'nothing-here':
        return unknownLink();
      default:
        return route satisfies never;
    }
  };
};

const refuse = async (
  deps: Deps,
  request: HttpRequest,
  approvalId: string,
  { kind: method }: Credential,
  who: Nobody,
): Promise<HttpResponse> => {
  await recordFailure('approval-api', deps, approvalId, method, who, request);
  deps.meter.count('AuthenticationFailed');
  deps.log.warn('nobody who may see this was authenticated', { requestId: request.requestId, method });
  return unknownLink();
};

const show = async (deps: Deps, request: HttpRequest, approvalId: string): Promise<HttpResponse> => {
  const parsed = bodyOf(request, ViewBody);
  if (parsed.kind === 'refused') return parsed.response;
  const sent = credentialOf(request, parsed.body.token);
  if (sent.kind === 'refused') return sent.response;
  const who = await authenticate(deps, approvalId, sent.credential, request);
  if (who.kind === 'nobody') return refuse(deps, request, approvalId, sent.credential, who);
  deps.log.about({ incidentId: who.request.incidentId });
  return view(deps, who, parsed.body);
};

/** A lost transaction is read again and tried once more: another approver may have written in between. */
const attempts = 2;

const decideOnce = async (deps: Deps, request: HttpRequest, approvalId: string): Promise<HttpResponse> => {
  const parsed = bodyOf(request, DecisionBody);
  if (parsed.kind === 'refused') return parsed.response;
  const { token, ...input } = parsed.body;
  const sent = credentialOf(request, token);
  if (sent.kind === 'refused') return sent.response;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const who = await authenticate(deps, approvalId, sent.credential, request);
    if (who.kind === 'nobody') return refuse(deps, request, approvalId, sent.credential, who);
    deps.log.about({ incidentId: who.request.incidentId });
    const tried = await tryDecision(deps, who, input);
    if (tried.kind === 'ruled') return ruled(tried.ruling, who.request.purpose);
  }
  return busy();
};
