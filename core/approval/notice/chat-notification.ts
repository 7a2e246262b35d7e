import type { Language } from '../../policy/language/language.ts';
import { chatText } from './chat-text.ts';
import { type Line, lineIn } from './line.ts';
import type { Message } from './message.ts';

/** Ours, not the chat service's: a section of Slack holds 3,000 characters, and more is not read in a channel. */
const longest = { title: 150, description: 2_800 } as const;

/** Whole lines, as many as there is room for. */
const fitting = (lines: readonly string[], max: number): string => {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > max) break;
    kept.push(line);
  }
  return kept.join('\n');
};

/**
 * A message as Amazon Q Developer in chat applications shows it: its custom notification, one thread per incident.
 * `additionalContext` is what a custom action may put into a command, so nothing in it comes from outside.
 * Source: Amazon Q Developer in chat applications, administrator guide, "Custom notifications".
 */
export const chatNotification = (message: Message, language: Language): Record<string, unknown> => {
  const { incident, kind, headline, lines, chatSteps } = message;
  const said = (line: Line): string => lineIn(line, language, chatText);
  const { id, severity, service, status } = incident;
  const title = `[${severity}] ${chatText(service, 60)}: ${said({ says: headline })}`.slice(0, longest.title);
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title,
      description: fitting(lines.map(said), longest.description),
      ...(chatSteps.length === 0 ? {} : { nextSteps: chatSteps.map(said) }),
      keywords: [severity, kind],
    },
    metadata: {
      threadId: id,
      summary: title,
      eventType: kind,
      additionalContext: { incidentId: id, status, severity, kind },
      enableCustomActions: true,
    },
  };
};
