import { isOpen } from './identity-needed.client.ts';
import type { Ui } from './ui.client.ts';
import type { ChoiceView, View } from './view/view.ts';

/** The number of the option to do nothing: the one after the last change. */
export const nothing = ({ choices }: View): number => choices.length;

/** What somebody has approved already: whoever comes after can only approve the same. */
export const approvedChoice = ({ choices, request }: View): ChoiceView | undefined => {
  const digest = request.decisions.find(({ decision }) => decision === 'approved')?.digest;
  return choices.find((choice) => choice.digest === digest);
};

/** True while nobody has chosen yet and this person can. */
export const canChoose = (view: View): boolean => {
  const { choices, request } = view;
  return request.purpose === 'change' && choices.length > 0 && request.decisions.length === 0 && isOpen(view);
};

/** The change that an approval would be of; undefined when the person picked to do nothing. */
export const picked = (view: View, { chosen }: Pick<Ui, 'chosen'>): ChoiceView | undefined =>
  canChoose(view) ? view.choices[chosen] : (approvedChoice(view) ?? view.choices[0]);
