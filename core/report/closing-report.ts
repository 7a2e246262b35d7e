import type { Facts } from './facts.ts';
import { incidentReport } from './incident-report.ts';
import { markdown } from './markdown.ts';

/** The report as it is sent with the closing notice and kept. */
export const closingReport = (facts: Facts): string => markdown(incidentReport(facts));
