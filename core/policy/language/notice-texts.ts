/** What notices say. Facts (names, values, reasons, summaries) are put in as they are recorded, in no language. */
export const noticeTexts = {
  approvalNeeded: [],
  rollbackNeeded: [],
} as const;
