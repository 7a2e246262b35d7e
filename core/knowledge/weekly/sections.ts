/** What the weekly review can tell of; each profile says which of them are its own. */
export const reviewSections = [
  'recurring-causes',
  'noisy-alarms',
  'unmatched-runbooks',
  'short-lived-fixes',
  'quick-decisions',
  'token-cost',
] as const;
export type ReviewSection = (typeof reviewSections)[number];
