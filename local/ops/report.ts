import * as z from 'zod';
import type { Api } from './api.ts';
import type { Result } from './result.ts';

const Report = z.object({ incidentId: z.string(), markdown: z.string(), html: z.string(), sha256: z.string() });

/** The report of an incident as it is now, escaped for what it is in. */
export const showReport = async (api: Api, incidentId: string, html: boolean): Promise<Result> => {
  const report = await api.operation('report', { incidentId }, Report);
  return { code: 0, document: report, text: html ? report.html : report.markdown };
};
