/** What `npm run hostile -- --help` prints. */
export const usage = `npm run hostile [-- flags]      generated bad inputs to every handler, and to the approval API over HTTP

  --inputs <number>    bad inputs for each target (default: 1000); those that turn out to be valid come on top
  --seed <number>      where the generator begins (default: 1)
  --target <name>      only this one; repeat it for more
  --path <path>        only the one input that was printed with this path; needs its --seed and its --target
  --help               this page

No input may end a process, be answered with 5xx, change anything, come back in an answer or leave a secret in a log. What
is refused may leave an audit fact where the design says so. An input that does is made as short as can be and printed.
Exit: 0 nothing of that, 1 something, 2 bad input.
`;
