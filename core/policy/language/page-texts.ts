/** What the pages say. Facts (names, values, reasons, summaries) are put in as they are recorded, in no language. */
export const pageTexts = {
  approve: [],
  reject: [],
} as const;
export type PageTexts = { readonly [K in keyof typeof pageTexts]: string };
