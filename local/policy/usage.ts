/** What `npm run policy -- --help` prints. */
export const usage = `npm run policy -- <command>     asks the policy layer in layers/policy; changes nothing

  check <request.json>    may this person do this? every check, the policies that decided, the verdict
  check <file> --json     the same as one JSON document (npm run --silent policy -- ... prints nothing else)
  list                    who is in the roster, the limits, the profiles, the Cedar policies
  --help                  this page

docs/policy.md tells what a request holds; docs/policy-requests/ has some to start from.
The state of an installation is not asked: switches, circuits, deadlines, the alarm.
Exit: 0 yes, 1 no, 2 bad input.
`;
