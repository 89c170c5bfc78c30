// SPDX-License-Identifier: Apache-2.0
// What the engine hands to the page, and nothing else: the payload of a report (src/report/payload.cpp
// writes it, docs/schema/report.schema.json describes it), then what `entente serve` answers. The one
// place with these types.

export type Verdict = "supported" | "possible" | "undetermined" | "contradicted";

export type Letter = "A" | "B" | "C" | "D" | "E";

export interface ModelInfo {
  name: string;
  label: string;
  doc: string;
  omits: string;
  /** SHA-256 over paths and texts of its files. */
  hash: string;
  start: string;
  forecast: string;
  end: string;
  /** The last month of which any series has an observation; empty where there is none. */
  data_end: string;
}

/** A verdict with its mark and how many claims of the report have it. */
export interface VerdictCount {
  verdict: Verdict;
  mark: string;
  text: string;
  count: number;
}

export interface Answer {
  sentence: string;
  confidence: string;
  verdicts: VerdictCount[];
}

export interface Sentences {
  asks?: string;
  reason: string;
  model: string;
  record: string;
  prior_sets: string;
  players?: string;
  depends: string;
  flips: string;
  other_side?: string;
  confidence: string;
}

export interface PriorSet {
  prior_set: string;
  futures: number;
  hits: number;
  p_claimed: number | null;
}

export interface Part {
  name: string;
  test: string;
  verdict: Verdict;
  reason: string;
  evidence: string | null;
  prior_sets: PriorSet[];
  rests_on: string[];
  sentences: Sentences;
}

export interface Claim {
  name: string;
  label: string;
  row: string;
  verdict: Verdict;
  reason: string;
  sentence: string;
  versions_tried: number;
  rivals: { text: string; source: string }[];
  parts: Part[];
}

/** An uncertain input and what share of the spread goes with it. */
export interface Matter {
  name: string;
  label: string;
  grade: Letter | null;
  share: number;
  /** Mean outcome of the tenth of futures with its lowest values, and with its highest. */
  low: number;
  high: number;
  /** Its mean in those futures. */
  low_value: number;
  high_value: number;
}

/** What the spread of an outcome goes with, the largest share first. */
export interface Matters {
  /** What the outcome is, in time. */
  of: string;
  sentence: string;
  inputs: Matter[];
}

/** Quantiles by month, the first one that of `from`; null where no future has a value. */
export interface Fan {
  scenario: string;
  from: string;
  summary: string;
  q05: (number | null)[];
  q25: (number | null)[];
  q50: (number | null)[];
  q75: (number | null)[];
  q95: (number | null)[];
  /** A few futures from the month that the forecast opens, or the fan begins, on. */
  samples?: (number | null)[][];
  /** Of forecasts of the past: medians of the best naive forecast. */
  naive?: (number | null)[];
  /** Of the baseline, and of differences; absent where no input stands out. */
  matters?: Matters;
}

/** A series that the chart's quantity is observed by, in the chart's unit. */
export interface Observed {
  name: string;
  label: string;
  /** Months from the start of a point's period to where its dot stands. */
  offset: number;
  grade: Letter | null;
  source: string;
  caveat: string;
  /** The period of the last point. */
  to: string;
  /** `outside` the band of 90 in 100, of forecasts of the past. */
  points: { month: string; value: number; grade: Letter | null; outside?: boolean }[];
}

export interface Chart {
  name: string;
  label: string;
  unit: string;
  /** What a month's value is: as it opens, its mean, the total of the twelve months to it, or that of
   * the period around it, which all its months share. */
  measure: "point" | "mean" | "twelve_months" | "period";
  from_zero: boolean;
  fans: Fan[];
  differences: Fan[];
  observed: Observed[];
}

export interface DatedEvent {
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  date: string;
  kind: string;
  /** Actors, where the table names them. */
  who?: string;
  what: string;
  source: string;
  grade: Letter | null;
}

export interface Series {
  name: string;
  label: string;
  unit: string;
  each: string;
  missing: string;
  grade: Letter | null;
  source: string;
  caveat: string;
  licence: string;
  observations: number;
  gaps: string[];
  from?: string;
  to?: string;
}

export interface Input {
  name: string;
  label: string;
  unit: string;
  grade: Letter;
  source: string;
  caveat: string;
}

/** The model and the best naive forecast on one series, as texts; who leads is said even where it is
 * the naive one. */
export interface TrackRow {
  series: string;
  level: string;
  horizon: string;
  model: string;
  naive: string;
  naive_score: string;
  skill: string;
  /** The skill as a number with the ends of its 90 % interval; null where there is none. */
  skill_value?: number | null;
  skill_low?: number | null;
  skill_high?: number | null;
  coverage: string;
  leads: string;
  clearly: boolean;
}

/** Forecasts of the past of one series beside what came: a fan in steps, a dot a period. */
export interface Hindcast {
  /** What was known from the origins on: C0, C1 or C2. */
  level: string;
  /** Months from an origin to the end of the period; "all" from one origin. */
  horizon: string;
  /** The best naive forecast; empty where the past was too short for any. */
  naive: string;
  chart: Chart;
}

/** How many figures the bands of all hindcasts held. */
export interface Reliability {
  sentence: string;
  /** `band` futures in 100 were meant to hold as many figures; they held so many. */
  bands: { level: string; band: number; held: number; of: number }[];
}

export interface TrackRecord {
  sentence: string;
  rows: TrackRow[];
  hindcasts: Hindcast[];
  reliability: Reliability;
}

/** What comes through one channel: medians and 90 % bands of what it moves. */
export interface ChannelShare {
  channel: string;
  label: string;
  q05: number | null;
  q50: number | null;
  q95: number | null;
  share: number;
}

export interface InfluenceOutcome {
  outcome: string;
  label: string;
  unit: string;
  sentence: string;
  channels: ChannelShare[];
}

export interface Influence {
  name: string;
  label: string;
  from: string;
  to: string;
  outcomes: InfluenceOutcome[];
}

export interface Reproduce {
  command: string;
  version: string;
  commit: string;
  seed: number;
  futures: number;
  draws: string;
  files: { path: string; sha256: string }[];
}

export interface Payload {
  schema_version: 1;
  model: ModelInfo;
  answer: Answer;
  claims: Claim[];
  /** Names of the claims whose cards are open, and printed whole. */
  cards: string[];
  scenarios: { name: string; label: string }[];
  charts: Chart[];
  events: DatedEvent[];
  series: Series[];
  inputs: Input[];
  influences: Influence[];
  track_record: TrackRecord;
  limits: string[];
  reproduce: Reproduce;
}

// What `entente serve` answers besides (src/serve, docs/serve.md).

/** A scenario that the model names. Its first one is the baseline. */
export interface NamedScenario {
  name: string;
  label: string;
  doc: string;
  /** What it changes, a line each, as the model says it. */
  changes: string[];
}

/** Something an actor may set, within its range. */
export interface Lever {
  name: string;
  label: string;
  unit: string;
  holder: string;
  holder_label: string;
  low: number;
  high: number;
  usual: number | null;
  /** Its value in the month that the forecast opens. */
  now: number;
  /** Smallest and largest value of its record; null where there is none. */
  seen_low: number | null;
  seen_high: number | null;
  doc: string;
  source: string;
  grade: Letter | null;
}

export interface EventKind {
  name: string;
  label: string;
  unit: string;
  doc: string;
}

export interface Output {
  name: string;
  label: string;
  unit: string;
  measure: Chart["measure"];
  sector: string;
}

export interface GraphNode {
  name: string;
  label: string;
  kind: "stock" | "quantity" | "lever" | "event" | "input" | "series";
  sector: string;
  unit: string;
  grade: Letter | null;
  /** Medians of the baseline from the model's first month on; empty for an indexed name. */
  path: (number | null)[];
}

export interface GraphEdge {
  from: string;
  to: string;
  sign: "+" | "-" | "?";
}

export interface Loop {
  name?: string;
  /** R feeds itself, B holds itself back. */
  polarity: "R" | "B";
  nodes: string[];
  strength: number | null;
  text: string;
}

export interface Graph {
  nodes: GraphNode[];
  /** Months from one value of a path to the next. */
  months_of_paths: number;
  edges: GraphEdge[];
  loops: Loop[];
}

/** What the page knows of the model before anything has run. */
export interface LiveModel {
  schema_version: 1;
  model: ModelInfo;
  scenarios: NamedScenario[];
  levers: Lever[];
  event_kinds: EventKind[];
  outputs: Output[];
  events: DatedEvent[];
  series: (Series & { points: { month: string; value: number; grade: Letter | null }[] })[];
  inputs: Input[];
  graph: Graph;
  limits: string[];
  track_record: TrackRecord;
  policies: { name: string; label: string }[];
  /** Where the values of the uncertain inputs come from. */
  draws: string;
  seed: number;
  version: string;
  commit: string;
  /** The diagnostic of a text that no longer compiles, while this model is the last good one. */
  broken: string | null;
}

export interface PlannedEvent {
  kind: string;
  /** YYYY-MM or YYYY-MM-DD. */
  date: string;
}

export interface RunRequest {
  /** A newer sequence of the same client ends the older one. */
  client: string;
  sequence: number;
  scenario: string;
  levers: Record<string, number>;
  events: PlannedEvent[];
  /** YYYY-MM from which the levers stand so; the forecast's first month where absent. */
  from?: string;
  /** How actors that choose do so; the first of the model's policies where absent. */
  policy?: string;
  /** Whether fans of levels come with their samples. */
  samples?: boolean;
  futures: number;
  outputs: string[];
}

/** A line of the answer to a run: each replaces the one before it. */
export interface RunPart {
  sequence: number;
  cancelled?: boolean;
  futures: number;
  of: number;
  done: boolean;
  seconds: number;
  sentence: string;
  confidence: string;
  charts: Chart[];
  matters?: Matter[];
}

/** What is judged so far. */
export interface LiveClaims {
  judged: number;
  of: number;
  done: boolean;
  answer: Answer;
  claims: (Claim & { scenario?: string })[];
  cards: string[];
}

/** The strongest setting against a claim, a text for each of its parts. */
export interface OtherSide {
  claim: string;
  parts: { name: string; text: string }[];
}

export interface Neighbour {
  name: string;
  label: string;
  sign: GraphEdge["sign"];
}

export interface Explanation {
  name: string;
  label: string;
  kind: string;
  unit: string;
  equation: string;
  doc: string;
  value_now: number | null;
  inputs: Neighbour[];
  outputs: Neighbour[];
  grade: Letter | null;
  source: string;
  caveat: string;
  /** What `entente explain` prints. */
  text: string;
}
