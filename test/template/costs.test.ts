import { readFileSync } from 'node:fs';
import { prices } from '../../local/costs/prices.ts';
import { deployParameters } from '../../local/costs/samconfig.ts';
import { standingCosts, usdIn } from '../../local/costs/standing.ts';
import { concrete, exists, type Given } from './concrete.ts';
import { proves } from './proof.ts';
import { ofType, root, type Template } from './template.ts';
import * as z from 'zod';

const demo = deployParameters(readFileSync(`${root}samconfig.toml`, 'utf8'), 'demo');

const types = [
  'AWS::EC2::VPCEndpoint',
  'AWS::KMS::Key',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Route53Resolver::FirewallDomainList',
];
/** What counts of these resources holds no reference; the rest is left as it is. */
const counted = ['VpcEndpointType', 'Metrics', 'Domains'];

const createdIn = (given: Given, template: Template) =>
  types.flatMap((type) =>
    ofType(type, template)
      .filter((one) => exists(one, given, template))
      .map(({ Properties }) => ({
        type,
        properties: z
          .record(z.string(), z.unknown())
          .parse(
            concrete(
              Object.fromEntries(Object.entries(Properties).filter(([name]) => counted.includes(name))),
              given,
              template,
            ),
          ),
      })),
  );

/** What two days of use add: requests, logs, metrics. docs/deploy.md reckons it. */
const use = 0.3;

const endpoint = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface' } };

proves(
  {
    promise: 'a demo of 48 hours costs less than 5 US dollars, its use included',
    broken: (template) =>
      (
        [
          ['us-east-1', demo],
          ['eu-central-1', { ...demo, ApprovalApiEndpoint: 'REGIONAL' }],
        ] as const
      ).flatMap(([region, given]) => {
        const lines = standingCosts(createdIn(given, template), Number(demo['Zones']), prices[region]);
        const usd = usdIn(48, lines) + use;
        return usd < 5 ? [] : [`${region}: ${usd.toFixed(2)} US dollars`];
      }),
  },
  {
    fault: 'three more endpoints that nobody can switch off',
    patch: ['One', 'Two', 'Three'].map((id) => ({ op: 'add', path: `/Resources/${id}Endpoint`, value: endpoint })),
    said: 'us-east-1: ',
  },
  {
    fault: 'a key for each of twenty stores',
    patch: Array.from({ length: 20 }, (_, index) => ({
      op: 'add' as const,
      path: `/Resources/Store${index}Key`,
      value: { Type: 'AWS::KMS::Key', Properties: {} },
    })),
    said: 'US dollars',
  },
);
