import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { categories } from '../diagnosis/categories.ts';
import { Models } from '../diagnosis/cost/models.ts';
import { promptBudget } from '../diagnosis/prompt.ts';
import { tokenBound } from '../evidence/render.ts';
import { cedarProblems } from '../policy/cedar.ts';
import { rosterProblem } from '../policy/check-roster.ts';
import { profileProblem } from '../policy/check-profiles.ts';
import { runbookProblem } from '../policy/check-runbooks.ts';
import { RuntimeSecurity } from '../incident/runtime-security/settings.ts';
import { policyEntries } from '../policy/content-hash.ts';
import { fallbackLanguage, Language } from '../policy/language/language.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import { parseYaml } from '../policy/parse-file.ts';
import { Policy } from '../policy/policy.ts';
import { defaultProfile, Profile, type Profiles } from '../policy/profile.ts';
import { Roster } from '../policy/roster.ts';
import type { PolicyContent } from '../policy/policy-content.ts';
import { Runbook } from '../policy/runbook.ts';
import { cedarEngine } from './cedar-engine.ts';
import { PolicyLayerInvalid, policyLayerOf } from './policy-layer.ts';

export { policyText } from '../policy/policy-content.ts';
export { PolicyLayerInvalid } from './policy-layer.ts';

type LayerFile = { path: string; text: string };

const refuse = (message: string): never => {
  throw new PolicyLayerInvalid(message);
};

const filesBelow = (dir: string, path: string): string[] => {
  const found = statSync(join(dir, path), { throwIfNoEntry: false });
  if (found === undefined)
    return refuse(`${join(dir, path)}: expected a file or directory of the policy layer, found nothing`);
  if (!found.isDirectory()) return [path];
  return readdirSync(join(dir, path))
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => filesBelow(dir, `${path}/${name}`));
};

const readLayer = (dir: string): LayerFile[] =>
  policyEntries
    .flatMap((entry) => filesBelow(dir, entry))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(dir, path), 'utf8') }));

/** The files of one folder by their name without the ending; any other kind of file there is a mistake. */
const folder = (
  files: readonly LayerFile[],
  name: string,
  endings: readonly string[],
  names = { shape: /^[a-z][a-z0-9-]*$/, words: 'a lower-case name' },
): [string, LayerFile][] =>
  files
    .filter(({ path }) => path.startsWith(`${name}/`))
    .map((file) => {
      const ending = endings.find((candidate) => file.path.endsWith(candidate)) ?? '';
      const base = file.path.slice(name.length + 1, file.path.length - ending.length);
      if (ending === '' || !names.shape.test(base)) {
        refuse(`${file.path}: expected ${names.words} ending in ${endings.join(' or ')}, found another`);
      }
      return [base, file];
    });

/**
 * Reads and checks what platform engineers edit. Throws `PolicyLayerInvalid` for the first problem: the build then makes
 * nothing, so that no function is ever given a layer it would have to refuse, or half of one.
 */
export const readPolicySource = (dir: string): PolicyContent => {
  const files = readLayer(dir);
  const parsed = <T>(schema: Parameters<typeof parseYaml<T>>[0], { path, text }: LayerFile): T => {
    const result = parseYaml(schema, path, text);
    return result.kind === 'parsed' ? result.value : refuse(result.message);
  };
  const single = (path: string): LayerFile =>
    files.find((file) => file.path === path) ?? refuse(`${path}: expected a file, found none`);

  const prompts = folder(files, 'prompts', ['.md']).map(([id, { path, text }]): [string, string] => {
    const tokens = tokenBound(text);
    if (tokens > promptBudget) refuse(`${path}: expected at most ${promptBudget} tokens, found about ${tokens}`);
    return [id, text];
  });

  const profiles: Profiles = Object.fromEntries(
    folder(files, 'profiles', ['.yaml']).map(([id, file]): [string, Profile] => [id, parsed(Profile, file)]),
  );
  if (profiles[defaultProfile] === undefined) refuse(`profiles/${defaultProfile}.yaml: expected a file, found none`);
  const misfit = profileProblem(profiles, new Set(prompts.map(([id]) => id)));
  if (misfit !== undefined) refuse(misfit);

  const runbooks = folder(files, 'runbooks', ['.yaml']).map(([, file]) => ({
    file: file.path,
    runbook: parsed(Runbook, file),
  }));
  const problem = runbookProblem(runbooks, new Set(Object.keys(categories)), profiles);
  if (problem !== undefined) refuse(problem);

  const rules = {
    schema: single('policies/schema.cedarschema').text,
    policies: Object.fromEntries(
      folder(files, 'policies', ['.cedar', '.cedarschema'])
        .filter(([, { path }]) => path.endsWith('.cedar'))
        .map(([id, { text }]) => [id, text]),
    ),
  };
  const [wrong] = cedarProblems(cedarEngine(), rules);
  if (wrong !== undefined) refuse(`policies: expected valid Cedar policies, found: ${wrong}`);

  const roster = parsed(Roster, single('roster.yaml'));
  const tags = { shape: /^[a-z]{2}(-[A-Z]{2})?$/, words: 'a language tag such as en or zh-TW' };
  const languages = Object.fromEntries(
    folder(files, 'languages', ['.yaml'], tags).map(([tag, file]): [string, Language] => [tag, parsed(Language, file)]),
  );
  if (languages[fallbackLanguage] === undefined)
    refuse(`languages/${fallbackLanguage}.yaml: expected a file, found none`);
  const confused = rosterProblem(roster, new Set(Object.keys(languages)));
  if (confused !== undefined) refuse(`roster.yaml: ${confused}`);

  return {
    policy: parsed(Policy, single('policy.yaml')),
    runtimeSecurity: parsed(RuntimeSecurity, single('runtime-security.yaml')),
    models: parsed(Models, single('models.yaml')),
    roster,
    languages,
    profiles,
    runbooks: runbooks.map(({ runbook }) => runbook),
    prompts: Object.fromEntries(prompts),
    cedar: rules,
  };
};

/** The policy layer straight from its source: what the build, the embedded stack and tests use. */
export const loadPolicyLayer = (dir: string): PolicyLayer => policyLayerOf(readPolicySource(dir));
