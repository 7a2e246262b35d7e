/** The revisions of the protocol that this server speaks, the newest first: in all of them its messages are the same. */
export const revisions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/** A client that asks for one we do not speak is offered the newest, and may leave. */
export const negotiated = (asked: unknown): string => revisions.find((one) => one === asked) ?? revisions[0];

/** Whether a request may name this revision in its header; none is that of 2025-03-26. */
export const isSpoken = (header: string | undefined): boolean =>
  header === undefined || revisions.some((one) => one === header);
