/** What `npm run replay -- --help` prints. */
export const usage = `npm run replay -- <bundle-dir>     evidence, diagnosis and proposal from a recorded incident; changes nothing

  <bundle-dir> --json     the same as one JSON document (npm run --silent replay -- ... prints nothing else)
  --help                  this page

A bundle is a directory with alarm.json and any of metrics.json, logs.ndjson, changes.json, kubernetes.json, aws.json,
topology.json, probes.json (docs/replay.md). npm start -- --record <dir> writes one.
The diagnosis is by rules: a replay asks no model. Nothing but the bundle and layers/policy is read.
Exit: 0 diagnosed or healthy, 3 abstained, 2 bad input, 1 our error.
`;
