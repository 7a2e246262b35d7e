/** What `npm run audit -- --help` prints. */
export const usage = `npm run audit -- <command> [flags]      checks an audit trail, offline; changes nothing

  verify <dir>              a download of the audit bucket (aws s3 sync s3://<bucket> <dir>), against the public key
      --key <file.pem>      the public key of the signing key (default: <dir>/public-key.pem)
      --head <file>         a signed head that you kept elsewhere: the trail must have it and all that it names

  trail <incident>          who approved, which call was made, what CloudTrail saw of it, in one timeline
      --dir <dir>           a download of the audit bucket
      --events <path>       CloudTrail's events: a log file, a folder of them (.json, .json.gz), or a LookupEvents answer

  --json                    one JSON document on stdout, nothing else (npm run --silent audit -- ...)
  --help                    this page

npm start -- --audit <dir> writes the trail of a run on this machine, to try it: change a file, and verify again.
What each finding means, and how to get the files: docs/audit.md.
Exit: 0 nothing was found, 1 something was, 2 bad input.
`;
