import { proposer } from './denial.ts';
import { repeated } from './repeated.ts';
import type { Roster } from './roster.ts';

/** The first thing wrong with a roster that its schema cannot see, as `field: expected …, found …`, or undefined. */
export const rosterProblem = (roster: Roster, languages: ReadonlySet<string>): string | undefined => {
  const { approvers, groups } = roster;
  const once = (field: string, values: readonly string[]): string | undefined => {
    const twice = repeated(values);
    return twice === undefined ? undefined : `${field}: expected each once, found ${twice} twice`;
  };
  // A visitor of the identity provider has this id, the system itself the other.
  const reserved = approvers.find(({ id }) => id === 'guest' || id === proposer.id);
  const ids = new Set(approvers.map(({ id }) => id));
  return (
    once(
      'approvers: id',
      approvers.map(({ id }) => id),
    ) ??
    (reserved === undefined ? undefined : `approvers: id: expected a name of a person, found ${reserved.id}`) ??
    // Two people behind one identity would be one person for a quorum.
    once(
      'approvers: iam',
      approvers.flatMap(({ iam }) => iam),
    ) ??
    once(
      'approvers: oidc',
      approvers.flatMap(({ oidc }) => oidc ?? []),
    ) ??
    once(
      'groups: group',
      groups.map(({ group }) => group),
    ) ??
    approvers.flatMap(({ id, language, away }) => [
      ...(languages.has(language)
        ? []
        : [`${id}: language: expected one of ${[...languages].toSorted().join(', ')}, found ${language}`]),
      ...away.flatMap(({ from, until, delegate }) => [
        ...(ids.has(delegate) && delegate !== id
          ? []
          : [`${id}: away: delegate: expected the id of another approver, found ${delegate}`]),
        ...(from < until ? [] : [`${id}: away: expected an end after ${from}, found ${until}`]),
      ]),
    ])[0]
  );
};
