import { markdownTable } from '../../core/incident/markdown-table.ts';
import { readResources } from '../template/resources.ts';
import { asOf, hoursOfMonth, type Prices, prices } from './prices.ts';
import { deployParameters } from './samconfig.ts';
import { type Line, standingCosts, usdIn } from './standing.ts';

const types = [
  'AWS::EC2::VPCEndpoint',
  'AWS::KMS::Key',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Route53Resolver::FirewallDomainList',
];

/** Every parameter that adds an endpoint; the values themselves do not matter to the sum. */
const everything = {
  Zones: '3',
  ModelId: 'amazon.nova-lite-v1:0',
  ReadCloudTrail: 'true',
  ReadRds: 'true',
  ReadXRay: 'true',
  RemediateEc2: 'true',
  RemediateEcs: 'true',
  RemediateRds: 'true',
  RemediateLambda: 'true',
  RemediateCloudControl: 'true',
};

const linesOf = (templateText: string, given: Readonly<Record<string, string>>, price: Prices): Line[] => {
  const { ofType } = readResources(templateText, given, 'sovereign-ops');
  const created = types.flatMap((type) => ofType(type).map((one) => ({ type, properties: one.properties })));
  return standingCosts(created, Number(given['Zones'] ?? 2), price);
};

const dollars = (usd: number): string => usd.toFixed(2);

/** docs/costs.md: what a stack costs while nothing happens, from the template, and the arithmetic of a demo. */
export const costsPage = (templateText: string, samconfig: string): string => {
  const demo = deployParameters(samconfig, 'demo');
  const stacks: [string, Record<string, string>][] = [
    ['a demo', demo],
    ['a demo with `ApprovalApiEndpoint` `REGIONAL`', { ...demo, ApprovalApiEndpoint: 'REGIONAL' }],
    ['as shipped, two zones', {}],
    ['every provider and reader, a model, three zones', everything],
  ];
  const regions = Object.entries(prices);
  const stackRows = stacks.map(([name, given]) => [
    name,
    ...regions.flatMap(([, price]) => {
      const lines = linesOf(templateText, given, price);
      return [dollars(usdIn(48, lines)), dollars(usdIn(hoursOfMonth, lines))];
    }),
  ]);
  const demoRows = linesOf(templateText, demo, prices['us-east-1']).map((line) => [
    line.what,
    String(line.count),
    line.usdPerHour.toFixed(5),
    dollars(usdIn(48, [line])),
  ]);
  return `# What it costs while nothing happens

Made from \`template.yaml\`, \`samconfig.toml\` and \`local/costs/prices.ts\` by \`npm run docs\`; a test compares, and another
fails when a demo would come near 5 US dollars. List prices as noted in ${asOf}, without free tier, discounts and taxes. **They
were not looked up when this was written: check them** on the pages *AWS PrivateLink pricing*, *AWS Key Management Service
pricing*, *Amazon CloudWatch pricing* and *Amazon Route 53 pricing* of AWS. What an incident adds is in
[deploy](deploy.md#costs).

## Standing costs in US dollars

${markdownTable(['stack', ...regions.flatMap(([region]) => [`${region}: 48 hours`, `${region}: a month`])], stackRows)}

## A demo in us-east-1, line by line

${markdownTable(['what', 'how many', 'USD an hour', 'USD in 48 hours'], demoRows)}

## Prices

${markdownTable(
  ['US dollars for', ...regions.map(([region]) => region)],
  (
    [
      ['an interface endpoint in one zone, an hour', 'endpointHour'],
      ['a KMS key, a month', 'keyMonth'],
      ['a metric that an alarm reads, a month', 'alarmMetricMonth'],
      ['a dashboard, a month', 'dashboardMonth'],
      ['a name in the DNS Firewall, a month', 'firewallNameMonth'],
    ] as const
  ).map(([what, key]) => [what, ...regions.map(([, price]) => String(price[key]))]),
)}

A month has ${hoursOfMonth} hours.
`;
};
