/** What `npm run ops -- --help` prints. */
export const usage = `npm run ops -- <command> [flags]      incidents, decisions, circuits and switches of one stack

  incidents list [--status <s>]          open and recent incidents, who is asked and until when; --status open
  incidents show [<incident>]            cause, choices with their digests, request and decisions, metrics
  incidents watch [<incident>] [--once]  each step as it happens, until the incident is over or only you can end it
  incidents report [<incident>] [--html] what happened, from its records alone, as Markdown or as one HTML file
  incidents close [<incident>] --reason <text>    out of a state that waits for a person; releases its resources
  incidents review [<incident>] --reason <text>   you have looked at a decision by break-glass of somebody else
  journal [<incident>]                   every call that was made, what was there before and after

  approve [<incident>]                   shows the change and asks; medium and high risk want the resource's name typed
      --choice <n>                       another choice than the first
      --digest <start of it>             consents to exactly that change without asking: for scripts
      --no-rollback                      does not roll back by itself when the metrics do not recover
      --break-glass                      one admin alone, in an emergency; everybody is told, somebody else reviews it
      --reason <text>                    needed for high risk
  reject [<incident>] --reason <text>    nothing is changed; of a rollback: the change stays as it is
  rollback [<incident>] [--digest ...]   approves a rollback that is asked for
  rollback <incident> --reason <text>    of a resolved one: asks that its change be taken back; somebody else decides it

  figures [--days <n>]                   how people decided: time to decide, too quick, expired, overturned (30 days)
  weekly [--week <monday>]               what the incidents of a week taught: the newest review, as Markdown

  circuit show                           the global circuit, and those of recent resources
  circuit close [<scope> ...] --reason <text>     the open one, those named, or --all
  execution show|enable|disable          whether anything new may execute
  emergency-stop show|set|clear          set: nothing at all changes, rollbacks included
  mode show|set observe|propose|execute  report; ask and never execute; execute. policy.yaml says the most it may be

An incident is named by any unique beginning of its id, or of the last part of it. Without a name: the only one that waits.

  --stack <name> [--region <r>]          a deployed stack, with your AWS credentials; switches are turned with them alone
  --url <url> [--region <r>]             the API alone, where you may not describe the stack
  --as <person>                          on this machine: whom of the roster you are (default: the first who may decide)
  --json                                 one JSON document on stdout, nothing else (npm run --silent ops -- ...)
  --help                                 this page

Without --stack and --url: the stack of npm start on this machine (npm start -- --keep keeps it after the end).
Exit: 0 yes, done, or over; 1 no, refused, or not over yet; 2 bad input.
`;
