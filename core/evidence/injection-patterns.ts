/** One way to address a model or the system instead of reporting something. */
export type InjectionFamily = {
  name: string;
  /** In lower case and cheap to look for: a text without any of them is not of this family. */
  hints: readonly string[];
  patterns: readonly RegExp[];
};

const nouns = '(?:instructions?|prompts?|guidelines?|guardrails?|directives?|directions)';
const looseNouns = '(?:rules?|polic(?:y|ies)|contexts?|constraints?|restrictions?|safeguards?|checks|everything)';
const before = '(?:previous|prior|above|earlier|preceding|former|your|safety)';
const persona =
  '(?:ai|llm|assistant|language model|admin\\w*|root|dan|developer|operator|engineer|human|expert|hacker|terminal|shell|manager|agent|bot|unrestricted\\w*)';
/** Where a sentence gives an order: after a mark or a word that asks. At the beginning of a line programs tell what they do. */
const order = '(?:[.:;,!>"]\\s*|\\b(?:and|then|please|must|should|now|immediately|just|to you)\\s+)';

const words = (list: string): string[] => list.split(/,\s+/);

/** Forms seen again and again, by family (OWASP Top 10 for LLM applications, LLM01 and LLM07). A list, not a filter. */
export const injectionFamilies: readonly InjectionFamily[] = [
  {
    name: 'ignore instructions',
    hints: words(`ignore, disregard, forget, overrid, overwrite, bypass, neglect, instruction, guardrail, not follow,
      n't follow, stop following, from now on`),
    patterns: [
      new RegExp(
        `\\b(?:ignore|disregard|forget|override|overwrite|bypass|neglect|discard|erase|cancel|do not follow|don't follow|stop following)\\b.{0,40}\\b${nouns}\\b`,
        'i',
      ),
      new RegExp(
        `\\b(?:ignore|disregard|forget|override|bypass|neglect|do not follow|don't follow)\\b.{0,20}\\b(?:${before}|all(?: of)?(?: the| your| other)?)\\b.{0,20}\\b${looseNouns}\\b`,
        'i',
      ),
      // Without spaces: letters that were spread, or words that invisible characters parted.
      /ignore(?:all|any|the|your|my|previous|prior|above){1,4}(?:instructions?|prompts?|rules|guidelines)/i,
      /\bforget (?:everything|all)\b.{0,30}\b(?:above|before|previous\w*|you|told|said|learned|know)\b/i,
      /\b(?:new|updated|revised|real|actual|following) instructions?\s*(?::\s*[a-z]|are\b|follow\b)/i,
      /\bfrom now on\b.{0,10}\b(?:you|your|ignore|respond|answer|obey|treat)\b/i,
    ],
  },
  {
    name: 'new role',
    hints: words(`you are, you-are, you_are, you're, you will, you shall, youare, as an, as the, as if, as my, as root,
      as admin, pretend, imagine, suppose, jailbr, anything now, god mode, dan mode, sudo mode,
      unrestricted, your new, your real, your true, your only, your actual`),
    patterns: [
      /\byou(?: are|'re| will be| shall be) (?:now|no longer|henceforth|hereby|going to (?:act|play))\b/i,
      new RegExp(`\\byou are (?:an?|the|my) (?:\\w+ ){0,3}${persona}\\b`, 'i'),
      /\b(?:pretend|imagine|suppose) (?:to be|you are|you're|that you|you have)\b/i,
      new RegExp(
        `\\b(?:act|behave|respond|answer|operate|role-?play) as (?:if|(?:(?:an?|the|my) )?(?:\\w+ ){0,2}${persona})\\b`,
        'i',
      ),
      /\byour (?:new|real|true|only|actual) (?:role|task|goal|job|purpose|persona|identity|objective)\b/i,
      /\bjailbr(?:eak|oken)|\bdo anything now\b|\b(?:god|dan|sudo|unrestricted) mode\b/i,
    ],
  },
  {
    name: 'addressed model',
    hints: words(`llm, gpt, chatbot, language model, ai model, ai agent, ai system, dear ai, to ai, for ai, an ai,
      attention ai, hello ai, the ai, assistant`),
    patterns: [
      /\b(?:dear|attention|hey|hello|hi|(?:note|message|notice|memo) to|instructions? (?:to|for)|if you are|as) (?:an? |the |any |all |our )?(?:\w+ )?(?:ai|llms?|gpt|chatgpt|chatbot|assistants?|language models?)\b/i,
    ],
  },
  {
    name: 'false authority',
    hints: words(`this is, this message, i am, on behalf, from the, from your, as your, as the`),
    patterns: [
      /\b(?:this is|i am|i'm|message from|order from|on behalf of|as) (?:an? |the |your )(?:\w+ ){0,2}(?:admin(?:istrator)?|developers?|creator|owner|ceo|ciso|security team|on-?call)\b.{0,60}\b(?:orders?|commands?|instruct|authori[sz]e|demand|approve|tell you|want you|you must|grant)/i,
    ],
  },
  {
    name: 'false frame',
    hints: words(`system>, assistant, <system, </instruc, <instruc, <evidence, </evidence, </user, <user, <|, <<sys,
      [inst, [/inst, system:, system :, # system, # instr, # resp, # human, "role`),
    patterns: [
      // Windows events in XML have an element System as well.
      /<\/?\s*(?:system|assistant|instructions?|evidence|system[-_](?:prompt|message)|user[-_](?:input|message))\s*>(?!\s*<(?:Provider|Event|User|Rendering))/i,
      /\[\/?INST\]|<<\/?SYS>>|<\|[a-z_]{2,20}\|>/i,
      /(?:^|[\s"#*])assistant\W{0,3}:/i,
      /(?:^|[\s"#*])system\s*:\s*(?:you|ignore|new|override|please|do not|must|from now|set|approve|the (?:user|model|assistant))\b/i,
      /#{2,4}\s?(?:system|instructions?|response|human|assistant)\b/i,
      /"role\\?"\s*:\s*\\?"(?:system|assistant|developer|tool)\\?"\s*,\s*\\?"content/i,
    ],
  },
  {
    name: 'delimiter game',
    hints: words(`evidence, untrusted, delimiter, ----, user input, user data, | alarm, | metric, | log, | state,
      | change, |alarm, |log, |state, gap |`),
    patterns: [
      /\b(?:end|begin|start|close|(?:end|beginn|start|clos)ing)\W{0,6}(?:of )?(?:the )?(?:evidence|untrusted (?:data|input)|user (?:input|data)|system prompt|instructions)\b(?! (?:collect|gather|pack))/i,
      /---\s?[0-9a-f]{32}\b|\bthe (?:random )?delimiter (?:is|was|changed|ends)\b/i,
      /^(?:S\d{1,3}|gap)\s\||\|\s?(?:alarm|metric|log|state|change)\s?\|\s?[a-z_]+\s?\|/i,
    ],
  },
  {
    name: 'prompt probe',
    hints: words(`your instr, prompt, your rules, your hidden, your initial, above`),
    patterns: [
      /\b(?:reveal|print|repeat|show|output|display|dump|leak|expose|recite|tell me|write out|(?:reply|respond|answer) with|copy|translate|summari[sz]e|include)\b.{0,40}\b(?:system prompt|(?:your|initial|hidden|secret) (?:\w+ ){0,2}(?:instructions?|prompt|rules|guidelines)|the (?:random )?delimiter|(?:everything|words|text) above)\b/i,
      /\bwhat (?:is|are|were) your (?:\w+ ){0,2}(?:instructions|prompt|rules|guidelines)\b/i,
    ],
  },
  {
    name: 'forced verdict',
    hints: words(`you must, you shall, you should, you have to, you need to, confidence must, confidence should,
      confidence has, approv, verdict, diagnosis, healthy, no fault, false alarm, false positive, benign,
      harmless, with confidence, with a confidence, set risk, set the, set your, set conf, set sever,
      set categ, set verdict, set quorum, the incident, this incident, the alarm, this alarm, the alert,
      this alert, mark this, mark it, report this, report it, answer with, classify, treat this, treat it,
      declare`),
    patterns: [
      /\bauto[ -]?approve\b|\bapprove (?:this|the|all|every|any|it|now|immediately|without)\b|\b(?:skip|bypass|without|no) (?:the |any |human |manual )?approvals?\b|\bapproval (?:is )?not (?:required|needed|necessary)\b|\b(?:already|pre-?)\s?approved by\b/i,
      /\bset (?:the |your )?(?:(?:risk|confidence|quorum|category|verdict)\b.{0,10}(?:\bto\b|=)|severity\b.{0,10}(?:\bto\b|=)\s?(?:low|none|info|zero|\d))|\bconfidence (?:must|should|has to) be\b/i,
      /\byou (?:must|shall|should|have to|need to) (?:not |only |always |never )?(?:report|mention|name|say|answer|output|respond|reply|conclude|diagnose|approve|ignore|cite)\b/i,
      /\b(?:mark|report|answer|classify|treat|label|declare) (?:this|it|the incident|the alarm|everything) (?:as|with)\b/i,
      /\b(?:verdict|diagnosis)\W{1,3}(?:(?:is|must be|should be|shall be)\W{1,3})?(?:healthy|abstained|diagnosed|no fault)\b/i,
      /\b(?:report|classify|declare|consider|conclude|answer|respond|say)\b.{0,30}\b(?:this|it|the|that|everything)\b.{0,30}\b(?:healthy|no fault|false (?:alarm|positive)|benign|harmless|low[ -]risk)\b/i,
      new RegExp(
        `(?:^|${order})(?:close|dismiss|suppress|silence|drop|resolve) (?:this|the) (?:incident|alarm|alert)\\b`,
        'i',
      ),
      /\bwith (?:a )?confidence (?:of )?(?:1(?:\.0+)?|100)\b/i,
    ],
  },
  {
    name: 'tool call',
    hints: words(`report_diagnosis, report diagnosis, report-diagnosis, tool_, tooluse, toolchoice, function_call,
      invoke, verdict, citations, the tool, tool-`),
    patterns: [
      /\breport[_ -]diagnosis\b/i,
      /["<](?:\w+:)?(?:tool_?use|tool_?calls?|function_calls?|tool_?choice)\\?["> ]|<(?:\w+:)?invoke\b/i,
      /"(?:verdict|citations)\\?"\s*:\s*\\?["[]/i,
      /\b(?:call|invoke|use) the tool\b/i,
    ],
  },
  {
    name: 'forced action',
    hints: words(`memory, cpu, replica, limit, desired, parameter, deployment, use action, use the action, the action,
      remedy, select action, choose action, pick action, delete, drop all, destroy, wipe, terminate, erase,
      kubectl, sudo, terraform, helm, psql, curl, rm -`),
    patterns: [
      new RegExp(
        `${order}(?:set|change|raise|increase|scale|patch|lower|reduce)\\b.{0,30}\\b(?:memory|cpu|replicas?|limits?|desired ?count|deployment)\\b.{0,20}(?:\\bto\\b|=)\\s*["']?(?:\\d|zero|the max)`,
        'i',
      ),
      /\b(?:use|choose|select|pick|propose|recommend) (?:the )?(?:action|remedy)\b/i,
      new RegExp(
        `${order}(?:delete|drop|destroy|terminate|shut ?down|wipe|erase) (?:all|every)\\b.{0,30}\\b(?:pods?|deployments?|databases?|tables?|namespaces?|volumes?|clusters?|instances?|backups?|data)\\b`,
        'i',
      ),
      new RegExp(
        `(?:^|${order})(?:run|execute|paste|type):? ?["'\`]?(?:kubectl|aws|sudo|rm|curl|bash|terraform|helm|psql) `,
        'i',
      ),
    ],
  },
  {
    name: 'exfiltration',
    hints: words(`credential, secret, password, api key, private key, access key, environment var, env var,
      conversation, system prompt, ![`),
    patterns: [
      /(?<!\b(?:fail|fails|failed|unable|error|cannot|could not|try|trying|attempt|attempting)(?: to)? )\b(?:send|post|upload|exfiltrate|forward|leak|transmit|e-?mail|append|include|embed|encode|put)\b.{0,60}\b(?:credentials?|secrets?|passwords?|(?:api|private|access) keys?|env(?:ironment)? (?:variables?|vars)|system prompt|conversation|instructions)\b.{0,60}(?:\bto\b.{0,20}(?:https?:|\S+@|\S+\.(?:com|net|org|io|example)\b)|\b(?:in|into) (?:your|the) (?:answer|summary|response|reply|url)\b)/i,
      /!\[[^\]]{0,100}\]\(\s*(?:https?:)?\/\//i,
    ],
  },
  {
    name: 'active content',
    hints: words(`<script, <iframe, <img, <svg, <object, javascript:, data:text`),
    patterns: [
      /<(?:script|iframe|object)\b|<(?:img|svg)\b[^>]{0,200}\b(?:src|on[a-z]{4,12})\s?=|\bjavascript:\s?\S|\bdata:text\/html/i,
    ],
  },
  {
    name: 'code injection',
    hints: words(`\${jndi, \${lower, \${upper, \${::, {{, <%, rm -, | sh, |sh, bash, | zsh, $(, \`, etc/passwd,
      etc/shadow, etc\\passwd, ' or, 'or, drop table, drop database, xp_cmdshell, <!entity, __proto__`),
    patterns: [
      /\$\{(?:jndi:|(?:lower|upper):\w|::-)/i,
      /\{\{\s*(?:\d+\s*[*+]\s*\d+|config\b|self\b|request\b|constructor\b|lipsum\b|cycler\b|''|\[\]|_)/i,
      /<%=.{0,80}%>/,
      /\brm\s+-(?:rf|fr)\s+[/~*$]|\b(?:curl|wget)\b.{0,200}\|\s?(?:ba|z)?sh\b|(?:\$\(|`)\s?(?:curl|wget|whoami|id|cat|rm)\b/i,
      /(?:\.\.[/\\]|[=\s])[/\\]?etc[/\\](?:passwd|shadow)\b/i,
      /'\s*or\s+'?\d+'?\s*=\s*'?\d|';?\s*drop\s+(?:table|database)\b|\bxp_cmdshell\b/i,
      /<!ENTITY\b|\b__proto__\b/i,
    ],
  },
];
