import type { View } from './view/view.ts';

/** True when something here takes more than a link: a sign-in, or an AWS signature. */
export const identityNeeded = ({ choices, request }: View): boolean =>
  request.rejectRefused?.identityNeeded === true || choices.some(({ refused }) => refused?.identityNeeded === true);

/** True when the request is closed to this person only because they brought nothing but a link. */
export const onlyViews = (view: View): boolean =>
  view.request.closed?.outcome === 'not-permitted' && identityNeeded(view);

/** True while this person can decide, or could if they showed who they are. */
export const isOpen = (view: View): boolean => view.request.closed === undefined || onlyViews(view);
