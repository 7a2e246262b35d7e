/**
 * Texts that talk to a model instead of reporting something. A short list of forms seen again and again, not a filter:
 * what keeps the system safe is that no answer can do more than name a cause. A match is shown to people.
 */
const patterns: Readonly<Record<string, RegExp>> = {
  'ignore instructions':
    /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|your|any|system|safety)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|polic(?:y|ies)|context)\b/i,
  'new role':
    /\byou are (?:now|no longer)\b|\b(?:pretend|imagine) (?:to be|you are|that you)\b|\bact as (?:an?|the|if)\b/i,
  'false frame':
    /<\/?\s*(?:system|assistant|instructions?)\s*>|\[\/?(?:INST|SYS)\]|<\|(?:im_start|im_end|system|endoftext)\|>|^\s*(?:system|assistant)\s*:/i,
  'prompt probe':
    /\b(?:reveal|print|repeat|show|output)\b.{0,30}\b(?:system prompt|your (?:instructions?|prompt|rules))\b/i,
  'forced verdict':
    /\bauto-?approve\b|\bapprove (?:this|the|all|every)\b|\bset (?:the )?(?:risk|confidence|severity) to\b|\b(?:mark|report|answer|classify) (?:this|it|the incident) (?:as|with)\b/i,
};

/** The names of the patterns that a text matches, whatever width its letters have. */
export const injectionPatterns = (text: string): string[] => {
  const plain = text.normalize('NFKC');
  return Object.entries(patterns)
    .filter(([, pattern]) => pattern.test(plain))
    .map(([name]) => name);
};
