import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { templateYaml } from '../../local/template/yaml.ts';
import type { Given } from './concrete.ts';
import { everything } from './approved-calls.ts';
import { readTransformed, root, type Template } from './template.ts';

/** docs/deploy/spoke.yaml as JSON, in the form of our own template. */
export const spokeText = JSON.stringify({
  Metadata: { TemplateSha256: '' },
  ...z.record(z.string(), z.unknown()).parse(templateYaml(readFileSync(`${root}docs/deploy/spoke.yaml`, 'utf8'))),
});
export const spokeTemplate: Template = readTransformed(JSON.parse(spokeText));

/** The account that stands for a spoke, and one that nobody named. */
export const spokeAccount = '210987654321';
export const stranger = '999999999999';

/** The roles of the functions that read in spoke accounts. */
export const readers = ['AnalyzerRole', 'ProposerRole', 'ValidatorRole', 'ExecutorRole'];

/** A hub with spokes that reads and changes everything. */
export const withSpokes: Given = {
  ...everything,
  ReadCloudTrail: 'true',
  ReadRds: 'true',
  ReadXRay: 'true',
  SpokeAccounts: spokeAccount,
  SpokeExternalId: 'an-external-id-of-ours',
};

/** A spoke in which all of it is switched on. */
export const everythingThere: Given = {
  ...everything,
  ReadCloudTrail: 'true',
  ReadRds: 'true',
  ReadXRay: 'true',
  HubAccountId: '123456789012',
  ExternalId: 'an-external-id-of-ours',
  ReaderRoleArns: 'arn:aws:iam::123456789012:role/Analyzer',
  ExecutorRoleArn: 'arn:aws:iam::123456789012:role/Executor',
  RollbackRoleArn: 'arn:aws:iam::123456789012:role/Rollback',
};

/** Those of `one` that `other` has not, by value. */
export const without = (one: readonly unknown[], other: readonly unknown[]): unknown[] =>
  one.filter((each) => !other.some((known) => isDeepStrictEqual(each, known)));
