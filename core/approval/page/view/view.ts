import type { IdentityMethod } from '../../identity.ts';
import type { Chart } from '../../../evidence/chart/chart.ts';
import type { ErrorBudget } from '../../../evidence/error-budget.ts';
import type { PageTexts } from '../../../policy/language/page-texts.ts';

/**
 * What the page shows, as `POST view` sends it: data only, already cleaned of what deceives the eye. Types and nothing
 * else, so that server and browser share this file. Times are ISO 8601 in UTC.
 */
export type Resource = { kind: string; namespace?: string | undefined; name: string };
export type Value = string | number | boolean | null;

export type EvidenceView = { id: string; summary: string; time?: string };
export type CauseView = {
  category: string;
  resource: Resource;
  summary: string;
  confidence: number;
  evidence: EvidenceView[];
};
export type DiagnosisView = {
  kind: 'diagnosed' | 'abstained' | 'healthy';
  source: 'rules' | 'model';
  /** The id of the language model, where one named the causes. */
  model?: string;
  /** Why a model did not speak, or what is to be known of its answer. */
  note?: string;
  causes: CauseView[];
  /** One line, where model and rules name different causes. */
  disagreement?: string;
  /** What else the model thought of, a line each. */
  considered: string[];
  /** What it would have liked to see. */
  missing: string[];
  gaps: string[];
};

/** A line that a program wrote, and how often. */
export type LogView = {
  /** The signal it is. */
  id: string;
  line: string;
  times: number;
  since?: 'new' | 'more';
  /** So many other workloads say the same. */
  others: number;
  time?: string;
  /** The log group and stream, where they are known. */
  where?: string;
};

/** A moment on a chart; a change has a sign that is explained beside it, and what it was. */
export type MarkView = {
  kind: 'onset' | 'alarm' | 'change' | 'executed' | 'restored';
  at: string;
  sign?: string;
  text?: string;
};
export type ChartView = { chart: Chart; marks: MarkView[] };

/** A past incident that looked like this one. */
export type SimilarView = {
  id: string;
  at: string;
  /** 0 to 1. */
  likeness: number;
  sameResource: boolean;
  category?: string;
  actions: string[];
  /** How it ended, in words. */
  outcome: string;
};

export type FieldView = { path: string; before: Value; after: Value };
export type ActionView = {
  id: string;
  title: string;
  target: Resource;
  fields: FieldView[];
  undo: 'restore' | 'none-needed' | 'irreversible';
};
/** One line of a text: spaces before it, and what it says. */
export type LineView = { indent: number; text: string };
export type PatchView = { form: 'kubectl' | 'hcl' | 'cloudformation'; lines: LineView[] };
/** `identityNeeded`: they could, if they showed who they are by a sign-in or an AWS signature. */
export type Refusal = { why: string; identityNeeded: boolean };

export type ChoiceView = {
  digest: string;
  /** What sets it apart from the other choices. */
  title?: string;
  actions: ActionView[];
  /** What would change, as `terraform plan` says it. */
  diff: LineView[];
  /** What keeps it in code, and what to mind beside it; empty for a rollback, which nobody wants to keep. */
  patches: PatchView[];
  notes: string[];
  /** What it came to in similar incidents: `3 similar, 2 fixed by this`; absent where none is known. */
  record?: string;
  /** Different resources, and the largest change of a size in percent. */
  blastRadius: { resources: number; changePercent: number | null };
  risk: { level: 'low' | 'medium' | 'high'; factors: string[] };
  expected: { summary: string; withinSeconds: number; stableSeconds: number };
  quorum: { people: number; roles: number };
  /** Asked in mode `propose`: it is never executed, whatever is decided. */
  example?: true;
  /** Approving it needs a typed reason. */
  reasonNeeded: boolean;
  /** Approving it in a browser needs this name, typed. */
  confirm?: string;
  /** Why this person cannot approve it, as they came; absent where they can. */
  refused?: Refusal;
  /** One admin may approve it alone in an emergency, and this person is one. */
  breakGlassPossible?: true;
};

export type DecisionView = {
  by: string;
  name: string;
  decision: 'approved' | 'rejected';
  at: string;
  digest: string;
  rollbackConsent: boolean;
  reason?: string;
};
export type RequestView = {
  approvalId: string;
  purpose: 'change' | 'rollback';
  status: 'pending' | 'approved' | 'rejected' | 'expired' | 'void';
  createdAt: string;
  expiresAt: string;
  decisions: DecisionView[];
  /** The answer this person would get if they decided now; absent while they can decide. */
  closed?: Answer;
  /** Why this person cannot say no, as they came; absent where they can. */
  rejectRefused?: Refusal;
};

export type StepView = { status: string; at: string; by: string; reason?: string };
/** `null` is: no data. */
export type MetricView = {
  id: string;
  before: number | null;
  after: number | null;
  comparison: 'below' | 'above';
  threshold: number;
  verdict: 'met' | 'missed' | 'unknown';
};
export type ValidationView = {
  outcome: 'verified' | 'failed' | 'inconclusive';
  /** The state of the alarm that fired, when the fix was judged. */
  alarm: string;
  metrics: MetricView[];
  /** Before and after the change; the metric that tells most first, not every one. */
  charts: (ChartView & { id: string })[];
};

/** Where the log lines of the stack are, and its dashboard; absent where there is no console. */
export type LogPlaceView = { home: string; logGroups: readonly string[]; dashboard: string };

export type View = {
  now: string;
  /** A language tag, as of BCP 47. */
  language: string;
  /** The words of the page in that language; only where they were asked for. */
  words?: PageTexts;
  /** Who they are, and how they showed it. */
  you: { id: string; name: string; role: 'viewer' | 'analyst' | 'admin'; method: IdentityMethod };
  incident: {
    id: string;
    /** Of every log line, step and audit record of it. */
    traceId: string;
    service: string;
    severity: 'low' | 'medium' | 'high' | 'critical';
    sentence: string;
    status: string;
    /** Nothing more will happen to it by itself. */
    over: boolean;
    reason?: string;
    openedAt: string;
    changedAt: string;
    resource: Resource;
    alarm: { name: string; reason: string; at: string; account: string; region: string };
  };
  logPlace?: LogPlaceView;
  steps: StepView[];
  diagnosis: DiagnosisView | null;
  /** What the alarm is about; null where no such series could be read, absent where it names no metric. */
  chart?: ChartView | null;
  /** What is left of the objective; null where the runbook has none. */
  budget: ErrorBudget | null;
  /** What the causes cite first, then the strongest others. */
  logs: LogView[];
  /** The most alike first. */
  similar: SimilarView[];
  /** In order; the first is the recommendation. For a rollback: the change that was executed, and nothing else. */
  choices: ChoiceView[];
  /** What happens when nothing is done; absent where the stored proposal is not the one the link was made for. */
  doNothing?: string;
  request: RequestView;
  validation: ValidationView | null;
};

/** The answer to `POST decision`; `message` is one line for the person. */
export type Answer = {
  outcome:
    | 'decided'
    | 'already'
    | 'late'
    | 'void'
    | 'digest-mismatch'
    | 'not-permitted'
    | 'reason-needed'
    | 'confirm-needed'
    | 'busy'
    | 'unknown'
    | 'refused';
  message: string;
  /** For `void`: what ended the request. */
  why?: string;
  /** Who decided, what and when, where somebody did; for `late` only `at`, the end of the request. */
  by?: string;
  decision?: 'approved' | 'rejected';
  at?: string;
};
