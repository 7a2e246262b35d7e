import type { Cause, Diagnosis } from '../../diagnosis/diagnosis.ts';
import { code, fact, joined, type Line, list, quote, section, type Section, strong, text } from '../document.ts';
import type { Facts } from '../facts.ts';
import { percent, resourceLine } from '../words.ts';

/** Whatever a model wrote freely stands behind this, in quotation marks, and nowhere else in a report. */
const modelSaid = (said: string): Line => ['The model said, in its own words and unchecked: ', quote(said)];

const speaker = ({ source, model, modelNote }: Diagnosis): Line => {
  const note: Line = modelNote === undefined ? [] : [' ', fact(modelNote)];
  if (source === 'rules') return ['Named by fixed rules.', ...note];
  return [
    'Named by the language model ',
    model === undefined ? 'of this deployment' : code(model.id),
    '. Category, resource, confidence and the ids of the evidence are fields that were checked against the evidence.',
    ...note,
  ];
};

const causeLines = (cause: Cause, index: number, { source }: Diagnosis): Line[] => [
  [
    strong(`${index + 1}.`),
    ' ',
    code(cause.category),
    ' of ',
    ...resourceLine(cause.resource),
    `, confidence ${percent(cause.confidence)}, cites `,
    ...joined(
      cause.citations.map((id) => [code(id)]),
      ', ',
    ),
    ...(source === 'rules' ? [': ', fact(cause.summary)] : []),
  ],
  ...(source === 'model' ? [modelSaid(cause.summary)] : []),
];

const none = {
  abstained: 'The evidence does not show one cause.',
  healthy: 'No fault was found.',
  diagnosed: 'No cause is on record.',
} as const;

/** The causes in order, who named them, and what else was thought of. */
export const causes = ({ diagnosis }: Facts): Section => {
  if (diagnosis === undefined) return section('Cause', 'No diagnosis is on record.');
  const { kind, causes: named, disagreement, considered = [] } = diagnosis;
  return section(
    'Cause',
    '',
    text(...speaker(diagnosis)),
    ...(named.length === 0 ? [text(none[kind])] : []),
    ...list(
      'lines about causes',
      named.flatMap((cause, index) => causeLines(cause, index, diagnosis)),
    ),
    ...(disagreement === undefined ? [] : [text('Not agreed: ', fact(disagreement))]),
    ...list(
      'further thoughts of the model',
      considered.map(({ category, reason }) => ['Also considered: ', code(category), '. ', ...modelSaid(reason)]),
    ),
  );
};
