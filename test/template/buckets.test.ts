import { everyObjectStays, writtenByItsOwn } from './buckets.ts';
import { newResource, propertyAt, statementAt } from './planting.ts';
import { proves } from './proof.ts';

proves(
  everyObjectStays,
  {
    fault: 'a bucket without lock',
    patch: [{ op: 'remove', path: propertyAt('TrailBucket', 'ObjectLockConfiguration') }],
    said: 'TrailBucket: no lock',
  },
  {
    fault: 'a lock that some may lift',
    patch: [
      {
        op: 'replace',
        path: propertyAt('AuditBucket', 'ObjectLockConfiguration/Rule/DefaultRetention/Mode'),
        value: 'GOVERNANCE',
      },
    ],
    said: 'AuditBucket: no lock',
  },
  {
    fault: 'claims that are kept for a day',
    patch: [
      {
        op: 'replace',
        path: propertyAt('ClaimBucket', 'ObjectLockConfiguration/Rule/DefaultRetention/Days'),
        value: 1,
      },
    ],
    said: 'ClaimBucket: no lock',
  },
  {
    fault: 'a bucket that goes with the stack',
    patch: [{ op: 'remove', path: '/Resources/AuditBucket/DeletionPolicy' }],
    said: 'AuditBucket: goes with the stack',
  },
  {
    fault: 'a lifecycle',
    patch: [{ op: 'add', path: propertyAt('AuditFailureBucket', 'LifecycleConfiguration'), value: { Rules: [] } }],
    said: 'AuditFailureBucket: a lifecycle forgets',
  },
  {
    fault: 'a bucket that may be public',
    patch: [{ op: 'remove', path: propertyAt('ClaimBucket', 'PublicAccessBlockConfiguration/BlockPublicPolicy') }],
    said: 'ClaimBucket: is open',
  },
  {
    fault: 'a bucket of which nobody said who writes it',
    patch: [newResource('Attachments', 'AWS::S3::Bucket')],
    said: 'Attachments: say in buckets.ts',
  },
);

proves(
  writtenByItsOwn,
  {
    fault: 'a bucket that anybody writes',
    patch: [{ op: 'remove', path: statementAt('AuditFailureBucketPolicy', 'OnlyTheAuditorsStreamReaderWrites') }],
    said: 'AuditFailureBucket: others may put',
  },
  {
    fault: 'one more writer',
    patch: [
      {
        op: 'add',
        path: `${statementAt('ClaimBucketPolicy', 'OnlyExecutorAndRollbackClaim')}/Condition/ArnNotEquals/aws:PrincipalArn/-`,
        value: { 'Fn::GetAtt': ['ValidatorRole', 'Arn'] },
      },
    ],
    said: 'ClaimBucket: others may put',
  },
  {
    fault: 'writers beside CloudTrail',
    patch: [{ op: 'remove', path: statementAt('TrailBucketPolicy', 'NobodyElseWrites') }],
    said: 'TrailBucket: others may put',
  },
  {
    fault: 'a CloudTrail of anybody',
    patch: [{ op: 'remove', path: `${statementAt('TrailBucketPolicy', 'CloudTrailDelivers')}/Condition` }],
    said: 'CloudTrailDelivers allows more',
  },
  {
    fault: 'a put that writes over',
    patch: [{ op: 'remove', path: statementAt('AuditBucketPolicy', 'NothingIsWrittenTwice') }],
    said: 'AuditBucket: a put may write over an object',
  },
  {
    fault: 'a delete that is permitted',
    patch: [{ op: 'remove', path: statementAt('AuditFailureBucketPolicy', 'NothingIsDeleted') }],
    said: 'AuditFailureBucket: s3:DeleteObject is not denied',
  },
  {
    fault: 'a version that may be deleted',
    patch: [{ op: 'remove', path: statementAt('TrailBucketPolicy', 'NothingIsHidden') }],
    said: 'TrailBucket: s3:DeleteObjectVersion is not denied',
  },
);
