import * as z from 'zod';

/** The attributes of a confirmed subscription, as SNS tells them. */
const Attributes = z.object({
  PendingConfirmation: z.string().optional(),
  ConfirmationWasAuthenticated: z.string().optional(),
  FilterPolicyScope: z.string().default('MessageAttributes'),
  FilterPolicy: z.string().optional(),
});

const Exists = z.strictObject({ exists: z.boolean() });
const Name = z.string();
const FilterPolicy = z.record(z.string(), z.unknown());

export type Judged =
  /** Gets the messages to this one approver. */
  | { kind: 'approver'; approver: string; confirmed: boolean; authenticated: boolean }
  /** Gets no link: none of anybody's, or nothing at all before it is confirmed. */
  | { kind: 'no-links' }
  | { kind: 'unsafe'; why: string };

const unsafe = (why: string): Judged => ({ kind: 'unsafe', why });

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** True for a filter that wants an attribute with an exact value, so that a message without the attribute never matches. */
const wants = ([name, values]: [string, unknown]): boolean => {
  const exact = z.array(Name).min(1).safeParse(values);
  return name !== 'approver' && !name.startsWith('$') && exact.success;
};

/** What may stand for approvers: names, and that a message without one (to a channel) comes, too. */
const judgeNames = (values: unknown): { names: string[] } | { why: string } => {
  const list = z
    .array(z.union([Name, Exists]))
    .min(1)
    .safeParse(values);
  if (!list.success) return { why: 'its filter on approver is more than names' };
  if (list.data.some((value) => typeof value !== 'string' && value.exists))
    return { why: 'its filter takes the messages to every approver' };
  const names = [...new Set(list.data.filter((value) => typeof value === 'string'))];
  return names.length > 1 ? { why: `its filter names ${names.length} approvers` } : { names };
};

/**
 * Pure: whose links a subscription of the notice topic receives. A link is in a message with exactly one attribute,
 * `approver`. SNS takes a message when every key of the filter policy matches; whatever is not understood here counts as a
 * subscription that gets all of them. Source: Amazon SNS developer guide, subscription filter policies.
 */
export const judgeSubscription = (told: unknown): Judged => {
  const parsed = Attributes.safeParse(told);
  if (!parsed.success) return unsafe('its attributes cannot be read');
  const { PendingConfirmation, ConfirmationWasAuthenticated, FilterPolicyScope, FilterPolicy: text } = parsed.data;
  if (PendingConfirmation === 'true') return { kind: 'no-links' };
  if (text === undefined) return unsafe('it has no filter policy');
  if (FilterPolicyScope !== 'MessageAttributes') return unsafe('its filter is not on message attributes');
  const policy = FilterPolicy.safeParse(parsedJson(text));
  if (!policy.success) return unsafe('its filter policy cannot be read');

  const keys = Object.entries(policy.data);
  if (keys.some(wants)) return { kind: 'no-links' };
  if (!('approver' in policy.data)) return unsafe('its filter does not name an approver');
  const judged = judgeNames(policy.data['approver']);
  if ('why' in judged) return unsafe(judged.why);
  const [approver] = judged.names;
  // Only that a message has no approver: a filter for what is told to nobody in particular.
  if (approver === undefined) return { kind: 'no-links' };
  // A further key that is no exact value may match or not: then it is this approver's, but they are not counted on.
  const confirmed = PendingConfirmation === 'false' && keys.length === 1;
  return { kind: 'approver', approver, confirmed, authenticated: ConfirmationWasAuthenticated === 'true' };
};
