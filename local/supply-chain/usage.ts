/** What `npm run supply-chain -- --help` prints. */
export const usage = `npm run supply-chain -- <command>     what this system is made of; changes nothing but --out

  check                      package.json and package-lock.json: exact versions, sha512, one source, no install
                             scripts; licenses of everything that is installed
  sbom [--out <dir>]         after npm run build: what is in each function and in the layer, as CycloneDX 1.6, and
                             the license texts of it (default: dist/sbom)
  audit [--where-reachable]  known vulnerabilities (high, critical) of what may be bundled, as the registry knows
                             them; with the flag, no answer is said and counts as skipped, not as wrong
  secrets [--where-reachable]
                             keys and tokens in the files of this checkout and in the whole history of git; with the
                             flag, no git or a clone without history is said and counts as skipped
  reproduce                  builds what git tracks twice, in two folders under other circumstances, and compares each
                             file of functions, layer and bills of materials
  --help                     this page

Exit: 0 in order, 1 something was found (one line each), 2 bad input or no answer.
`;
