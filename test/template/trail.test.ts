import * as z from 'zod';
import { concrete } from './concrete.ts';
import { propertyAt } from './planting.ts';
import { proves, unless } from './proof.ts';
import { refersTo, resource } from './template.ts';

const TrailProperties = z.object({
  S3BucketName: z.unknown(),
  IsLogging: z.boolean(),
  IsMultiRegionTrail: z.boolean().default(false),
  IncludeGlobalServiceEvents: z.boolean().default(false),
  EnableLogFileValidation: z.boolean().default(false),
  AdvancedEventSelectors: z.unknown(),
});

proves(
  {
    promise: 'CloudTrail records every region, with validated log files and what touched the audit',
    broken: (template) => {
      const trail = TrailProperties.parse(resource('Trail', template).Properties);
      const seen = JSON.stringify(concrete(trail.AdvancedEventSelectors, {}, template));
      const of = (id: string) => `"${z.string().parse(concrete({ 'Fn::GetAtt': [id, 'Arn'] }, {}, template))}`;
      return [
        ...unless(trail.IsLogging, 'the trail does not log'),
        ...unless(trail.IsMultiRegionTrail, 'the trail sees one region'),
        ...unless(trail.IncludeGlobalServiceEvents, 'the trail misses IAM and STS'),
        ...unless(trail.EnableLogFileValidation, 'nobody could tell a changed log file'),
        ...unless(refersTo(trail.S3BucketName) === 'TrailBucket', 'the log files go elsewhere'),
        ...unless(seen.includes('["Management"]'), 'the trail misses management events'),
        ...['AuditBucket', 'ClaimBucket', 'AuditFailureBucket', 'Table', 'AuditorFunction'].flatMap((id) =>
          unless(seen.includes(of(id)), `the trail misses ${id}`),
        ),
      ];
    },
  },
  {
    fault: 'validation off',
    patch: [{ op: 'replace', path: propertyAt('Trail', 'EnableLogFileValidation'), value: false }],
    said: 'changed log file',
  },
  {
    fault: 'a single region',
    patch: [{ op: 'remove', path: propertyAt('Trail', 'IsMultiRegionTrail') }],
    said: 'one region',
  },
  {
    fault: 'no logging',
    patch: [{ op: 'replace', path: propertyAt('Trail', 'IsLogging'), value: false }],
    said: 'does not log',
  },
  {
    fault: 'no events of objects',
    patch: [{ op: 'remove', path: propertyAt('Trail', 'AdvancedEventSelectors/1') }],
    said: 'misses ClaimBucket',
  },
);
