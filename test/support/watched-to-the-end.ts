import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

const View = z.object({ incident: z.object({ over: z.boolean() }) });

/** Looks at the page of a link until it shows the end, as whoever decided does: a run waits for that before it ends. */
export const watchedToTheEnd = async (link: string): Promise<void> => {
  const page = new URL(link);
  const token = page.hash.slice(1);
  page.hash = '';
  for (;;) {
    const response = await fetch(`${page.href}/view`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ token }),
    });
    if (View.parse(await response.json()).incident.over) return;
    await sleep(50);
  }
};
