import type { Line } from './line.ts';

/** Where everything about an incident can be looked up by whoever may. No secret is in it. */
export const incidentsLine = (id: string, baseUrl: string): Line => ({
  says: 'incidents',
  with: { incident: { own: id }, url: { own: `${baseUrl.replace(/\/$/, '')}/incidents` } },
});

/** What somebody in a channel can do about a request: none of it is a link that decides. */
export const waysToDecide = (id: string, baseUrl: string): Line[] => [
  { says: 'chatLink' },
  { says: 'chatCommand', with: { command: { own: `npm run ops -- approve ${id}` } } },
  incidentsLine(id, baseUrl),
];
