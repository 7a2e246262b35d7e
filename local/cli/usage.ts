/** What `npm start -- --help` prints. */
export const usage = `npm start [-- flags]      one incident from its alarm to its end, on this machine, without an AWS account

  --list                  the scenarios and the state each is expected to end in
  --scenario <name>       that scenario (default: eks-oomkilled)
  --event <file.json>     a recorded event of your own: an alarm, a batch of agents, a finding, a bill
  --approve <name>        decide without a browser; repeat it for a second approver
  --reject <name>         reject without a browser
  --no-decision           nobody decides
  --release <name>        once it is resolved, asks in this name that the change be taken back; with --approve or --json
                          the others who are sent a link approve that (expected end: rolled_back)
  --reason <text>         the reason of a scripted decision (default: scripted decision)
  --fast                  time jumps over the waits, no step is left out; it stands still while a person decides
  --json                  one JSON document on stdout at the end, nothing else
  --endpoint-url <url>    the real adapters, against an AWS emulator at that URL on this machine (moto_server, LocalStack):
                          creates the resources of an ECS or EC2 scenario there, and reads them again at the end
  --no-seed               with --endpoint-url: uses the resources and the measurements that are there
  --record <dir>          writes the incident as a replay bundle (npm run replay -- <dir>); the directory must be new or empty
  --audit <dir>           writes the audit trail (npm run audit -- verify <dir>); the directory must be new or empty
  --report <file>         writes the incident report; the file must be new and end in .md or .html
  --memory                the table in memory, even where the embedded DynamoDB is installed
  --keep                  after the end the page and npm run ops stay reachable until Ctrl-C
  --port <number>         the port of the approval page (default: any free one)
  --help                  this page

Without --approve, --reject, --no-decision and --json a person decides: in the browser, or from another terminal
by npm run ops (npm run ops -- --help), which also lists, follows and closes incidents and turns the switches.
Exit: 0 ended as expected, 1 did not, 2 bad input.
`;
