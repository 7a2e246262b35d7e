/** `2026-11-20 03:01:30 UTC`; a text that is no time stays as it is. */
export const utc = (iso: string): string => {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
};
