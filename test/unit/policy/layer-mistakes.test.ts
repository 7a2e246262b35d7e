import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { changed, discardLayers, refusal, shipped } from '../../support/layer-copy.ts';

afterAll(discardLayers);

describe('a policy layer with a mistake is refused in one line that names', () => {
  const oom = 'runbooks/eks-oomkilled.yaml';
  const mistakes: [what: string, file: string, change: (text: string) => string, line: RegExp][] = [
    [
      'the misspelt field and the missing one',
      oom,
      (t) => t.replace('severity: high', 'sevrity: high'),
      /^runbooks\/eks-oomkilled\.yaml: sevrity: expected no such field \(missing: severity\), found "high"$/,
    ],
    [
      'a profile that does not exist',
      oom,
      (t) => t.replace('severity: high', 'severity: high\nprofile: uptime'),
      /^runbooks\/eks-oomkilled\.yaml: profile: expected one of profiles\/ \(cost, knowledge, reliability, security\), found uptime$/,
    ],
    [
      'a source that its profile does not have',
      oom,
      (t) => t.replace('severity: high', 'severity: high\nprofile: cost'),
      /^runbooks\/eks-oomkilled\.yaml: match\.namespace: expected a source of profile cost \(AWS\/Budgets, AWS\/CostAnomaly\), found ContainerInsights$/,
    ],
    [
      'a collector that its profile does not have',
      'profiles/reliability.yaml',
      (t) => t.replace('[metrics, logs, kubernetes, ', '[metrics, logs, '),
      /: evidence\.kubernetes: expected a collector of profile reliability \(metrics, logs, .*\), found kubernetes$/,
    ],
    [
      'an objective where its profile has none',
      'profiles/reliability.yaml',
      (t) => t.replace('callGraph, slo]', 'callGraph]'),
      /^runbooks\/slo-burn\.yaml: evidence\.slo: expected a collector of profile reliability \(.*\), found slo$/,
    ],
    [
      'an objective that nothing is held against',
      'runbooks/slo-burn.yaml',
      (t) => t.replace('    bad:\n', '    worst:\n'),
      /^runbooks\/slo-burn\.yaml: evidence\.slo/,
    ],
    [
      'an action that its profile does not have',
      'profiles/reliability.yaml',
      (t) => t.replace('  - set-hpa-bounds\n', ''),
      /: remedies: expected an action of profile reliability \(set-resources, .*\), found set-hpa-bounds$/,
    ],
    [
      'an action of an alternative that its profile does not have',
      oom,
      (t) => t.replace(/(alternatives:[^]*?id: )set-resources/, '$1isolate-pod'),
      /: remedies: expected an action of profile reliability \(set-resources, .*\), found isolate-pod$/,
    ],
    [
      'an action of a profile that is in no catalogue',
      'profiles/cost.yaml',
      (t) => t.replace('set-hpa-bounds', 'sell-everything'),
      /^profiles\/cost\.yaml: actions: expected actions of the catalogue \(.*\), found sell-everything$/,
    ],
    [
      'a prompt of a profile that is not there',
      'profiles/cost.yaml',
      (t) => t.replace('prompt: diagnosis', 'prompt: thrift'),
      /^profiles\/cost\.yaml: prompt: expected a file of prompts\/, found thrift$/,
    ],
    [
      'a field that no profile has',
      'profiles/cost.yaml',
      (t) => `${t}\nunbounded: true\n`,
      /^profiles\/cost\.yaml: unbounded: expected no such field, found true$/,
    ],
    [
      'a collector twice',
      'profiles/cost.yaml',
      (t) => t.replace('[metrics, changes]', '[metrics, changes, metrics]'),
      /^profiles\/cost\.yaml: collectors: expected each once, found metrics twice$/,
    ],
    [
      'an action that does not exist',
      oom,
      (t) => t.replace('id: set-resources', 'id: set-resource'),
      /^runbooks\/eks-oomkilled\.yaml: remedies: expected an action of the catalogue \(set-resources, .*\), found set-resource$/,
    ],
    [
      'an action of an alternative that does not exist',
      oom,
      (t) => t.replace('          - id: set-resources', '          - id: set-nothing'),
      /remedies: expected an action of the catalogue \(.*\), found set-nothing$/,
    ],
    [
      'a third alternative',
      oom,
      (t) => t.replace(/( {6}- title: [\s\S]*?)( {4}doNothing)/, '$1$1$1$2'),
      /remedies\[0\]\.alternatives: expected at most 2, found/,
    ],
    [
      'a value that is none of the list',
      oom,
      (t) => t.replace('severity: high', 'severity: huge'),
      /^runbooks\/eks-oomkilled\.yaml: severity: expected one of low, medium, high, critical, found "huge"$/,
    ],
    [
      'a wrong type deep inside',
      oom,
      (t) => t.replace('periodSeconds: 60', 'periodSeconds: often'),
      /^runbooks\/eks-oomkilled\.yaml: evidence\.metrics\[0\]\.periodSeconds: expected number, found "often"$/,
    ],
    [
      'a placeholder that is none',
      oom,
      (t) => t.replace('container: $container', 'container: $contaner'),
      /remedies: expected one of .*\$container.*, found \$contaner$/,
    ],
    [
      'a placeholder where it has no value',
      oom,
      (t) => t.replace('name: $dimension.PodName', 'name: $name'),
      /resource: expected one of \$cluster, \$dimension\.<Name>, found \$name$/,
    ],
    [
      'a cause that does not exist',
      oom,
      (t) => t.replace('cause: oom_killed', 'cause: oom_kiled'),
      /remedies: expected a cause of docs\/causes\.json, found oom_kiled$/,
    ],
    [
      'a liveness metric that is not there',
      oom,
      (t) => t.replace('liveness: running', 'liveness: walking'),
      /expected\.metrics oomKills: expected liveness to be the id of another metric, found walking$/,
    ],
    [
      'the line of broken YAML',
      oom,
      (t) => `${t}\nid: twice\n`,
      /^runbooks\/eks-oomkilled\.yaml:\d+: not YAML: Map keys must be unique at line \d+, column \d+$/,
    ],
    [
      'aliases',
      'policy.yaml',
      () => 'allowedActions: &a [x]\nallowedNamespaces: *a\n',
      /^policy\.yaml: expected no YAML aliases/,
    ],
    [
      'a limit beyond its bound',
      'policy.yaml',
      (t) => t.replace('approvalMinutes: 15', 'approvalMinutes: 60'),
      /^policy\.yaml: approvalMinutes: expected at most 15, found 60$/,
    ],
    [
      'a quarantine group that is no id',
      'policy.yaml',
      (t) => t.replace('[sg-0a1b2c3d4e5f6000f]', '[quarantine]'),
      /^policy\.yaml: quarantineGroups\[0\]: expected text like .*, found "quarantine"$/,
    ],
    [
      'a budget beyond its bound',
      'models.yaml',
      (t) => t.replace('usdPerIncident: 0.02', 'usdPerIncident: 20'),
      /^models\.yaml: usdPerIncident: expected at most 1, found 20$/,
    ],
    [
      'a prompt that leaves no room for evidence',
      'prompts/diagnosis.md',
      (t) => t.repeat(2),
      /^prompts\/diagnosis\.md: expected at most 600 tokens, found about \d+$/,
    ],
    [
      'an unknown role',
      'roster.yaml',
      (t) => t.replace('role: viewer', 'role: owner'),
      /^roster\.yaml: approvers\[2\]\.role: expected one of viewer, analyst, admin, found "owner"$/,
    ],
    [
      'a person who is there twice',
      'roster.yaml',
      (t) => t.replace('id: carol', 'id: alice'),
      /^roster\.yaml: approvers: id: expected each once, found alice twice$/,
    ],
    [
      'a person who is called like a visitor',
      'roster.yaml',
      (t) => t.replace('id: carol', 'id: guest'),
      /^roster\.yaml: approvers: id: expected a name of a person, found guest$/,
    ],
    [
      'a person who is called like the system',
      'roster.yaml',
      (t) => t.replace('id: carol', 'id: sovereign-ops'),
      /^roster\.yaml: approvers: id: expected a name of a person, found sovereign-ops$/,
    ],
    [
      'two people behind one signature',
      'roster.yaml',
      (t) => t.replace('OnCall/bob', 'OnCall/alice'),
      /^roster\.yaml: approvers: iam: expected each once, found arn:aws:sts::.*OnCall\/alice twice$/,
    ],
    [
      'a signature that would be anybody',
      'roster.yaml',
      (t) => t.replace('OnCall/bob', 'OnCall/*'),
      /^roster\.yaml: approvers\[1\]\.iam\[0\]: expected text like .*, found "arn:aws:sts::.*\*"$/,
    ],
    [
      'two people behind one token',
      'roster.yaml',
      (t) => t.replace('bob@', 'alice@'),
      /^roster\.yaml: approvers: oidc: expected each once, found alice@example\.com twice$/,
    ],
    [
      'a language that is not there',
      'roster.yaml',
      (t) => t.replace('role: admin', 'role: admin\n    language: fr'),
      /^roster\.yaml: bob: language: expected one of en, zh-TW, found fr$/,
    ],
    [
      'a delegate who is nobody',
      'roster.yaml',
      (t) =>
        t.replace(
          'role: admin',
          "role: admin\n    away: [{ from: '2026-12-01T00:00:00Z', until: '2026-12-08T00:00:00Z', delegate: dora }]",
        ),
      /^roster\.yaml: bob: away: delegate: expected the id of another approver, found dora$/,
    ],
    [
      'a language that leaves a text out',
      'languages/zh-TW.yaml',
      (t) => t.replace(/^  approvalNeeded: .*\n/m, ''),
      /^languages\/zh-TW\.yaml: notice\.approvalNeeded: expected string, found nothing$/,
    ],
    [
      'a text that puts in what nobody gives',
      'languages/zh-TW.yaml',
      (t) => t.replace(/^  approvalNeeded: .*$/m, "  approvalNeeded: '{whatever}'"),
      /^languages\/zh-TW\.yaml: notice\.approvalNeeded: expected a text with these placeholders: none, found "\{whatever\}"$/,
    ],
    [
      'a Cedar attribute that is not in the schema',
      'policies/admin-all.cedar',
      (t) => t.replace(');', ')\nwhen { context.rsk == "low" };'),
      /^policies: expected valid Cedar policies, found: .*`admin-all`.*`rsk`.*\(did you mean `risk`\?\)$/,
    ],
    [
      'Cedar that does not parse',
      'policies/admin-all.cedar',
      () => 'permit (principal,',
      /^policies: expected valid Cedar policies, found: /,
    ],
    [
      'two policies in one file',
      'policies/admin-all.cedar',
      (t) => `${t}\n${t}`,
      /^policies: expected valid Cedar policies, found: /,
    ],
    [
      'a file of another kind',
      'runbooks/notes.txt',
      () => 'x',
      /^runbooks\/notes\.txt: expected a lower-case name ending in \.yaml, found another$/,
    ],
  ];
  it.each(mistakes)('%s', (_what, file, change, line) => {
    expect(refusal(changed(file, change))).toMatch(line);
  });

  it('a second runbook for the same metric or with the same id', () => {
    const copy = readFileSync(join(shipped, oom), 'utf8');
    expect(refusal(changed('runbooks/other.yaml', () => copy))).toBe(
      'runbooks/other.yaml: id: expected id eks-oomkilled in one runbook, found it in runbooks/eks-oomkilled.yaml, too',
    );
    expect(refusal(changed('runbooks/other.yaml', () => copy.replace('id: eks-oomkilled', 'id: other')))).toMatch(
      /match\.metrics: expected metric ContainerInsights pod_container_status_terminated_reason_oom_killed in one runbook/,
    );
  });

  it('a second runbook for the same metric with the same dimensions, and not with others', () => {
    const copy = readFileSync(join(shipped, 'runbooks/ecs-bad-deploy.yaml'), 'utf8').replace(
      'id: ecs-bad',
      'id: other-bad',
    );
    expect(refusal(changed('runbooks/other.yaml', () => copy))).toMatch(
      /expected metric AWS\/ApplicationELB HTTPCode_Target_5XX_Count LoadBalancer=\S+ TargetGroup=\S+ in one runbook/,
    );
    const other = copy.replace('TargetGroup: targetgroup/basket/', 'TargetGroup: targetgroup/catalog/');
    expect(loadPolicyLayer(changed('runbooks/other.yaml', () => other)).runbooks).toHaveLength(
      loadPolicyLayer(shipped).runbooks.length + 1,
    );
  });
});
