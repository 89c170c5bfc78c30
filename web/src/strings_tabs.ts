// SPDX-License-Identifier: Apache-2.0
// Words of the tabs Timeline, Why, Data and Track record and of the menu that every chart has; part of
// the table in strings.ts.

/** What a name of the model may stand for. */
export const kinds = {
  stock: "stock",
  quantity: "quantity",
  lever: "lever",
  event: "event",
  input: "input",
  series: "series",
};

export const tabStrings = {
  save: {
    menu: "Save or copy",
    png: "PNG",
    csv: "CSV",
    svg: "SVG",
    sentence: "Copy sentence",
    link: "Copy link",
    reading: "How to read this",
    saved: "Saved.",
    copied: "Copied.",
    failed: "This browser did not allow it.",
  },
  reading: {
    levels:
      "The dark band holds the middle 50 in 100 of the model's futures, the light band 90 in 100; the line is their median. Thin lines are single futures: none stays in the middle of the band. Dots are observations, open where they are estimates of grade C or worse. Right of the dashed rule nothing was observed. What the model leaves out is in no band.",
    samples: (n: number) => `${n} single futures`,
    difference:
      "Every future is run twice on the same luck, with the scenario and without; the bands hold the differences, scenario less baseline. At the zero line the scenario changes nothing.",
    series: "Dots are observations, open where they are estimates of grade C or worse. No line joins them: between dots nothing was observed.",
    timeline: "A lane a kind, or a kind and an actor. Filled marks happened, open ones stand in the scenario chosen. Events too near to each other stack, and what does not fit is counted.",
    graph:
      "An arrow goes from a cause to what it acts on: + moves it the same way, − the other way, ± depends on the state. Boxes with corners are stocks, ◁ levers, ▲ events. Folded sectors hold more, and a line is wider the more links it stands for; what folded sectors do to each other is drawn while all are folded. A dashed border marks grade D or E: a judgement, or nearly. The small line in a box is its median over a few futures of the baseline, to its own scale, counts as totals of twelve months; the tick is where the forecast opens.",
    tornado: "A longer bar moves the outcome more. Inputs drawn together share what goes with them, so shares do not add up; an input that pushes both ways is not seen. `entente sense` moves one input at a time.",
    channels: "Right of the zero line the channel raises the outcome, left of it it lowers it.",
    skill: "How much lower the model's error is than that of the best naive forecast; right of the zero line the model leads. The bar is the 90 % interval over the forecasts.",
  },
  provenance: {
    dataTo: "The model's data reach to",
    of: (label: string, hash: string, dataEnd: string) =>
      `(Model “${label}” ${hash}, data to ${dataEnd}; not a forecast.)`,
    ofFutures: (label: string, hash: string, dataEnd: string) =>
      `(Futures of the model “${label}” ${hash}, data to ${dataEnd}; not a forecast.)`,
  },
  mattersTab: {
    title: "What matters most",
    of: "Of",
    note: "Uncertain inputs that the spread of an output goes with. The bar goes from the mean of the tenth of futures where the input is lowest to that where it is highest; the input's values stand at its ends, its share of the spread and its grade at the right.",
    from: "From the futures of the charts themselves.",
    share: (percent: number) => `${percent} % of the spread`,
  },
  influenceTab: {
    title: "Influence by channel",
    note: "What one side moves in the other comes through channels. Each is turned off and on in every combination; shares add up (Shapley). The bar holds 90 in 100 futures, the dot their median.",
    share: (percent: number) => `${percent} % of the movement`,
  },
  timelineTab: {
    title: "Timeline",
    closer: "Closer",
    wider: "Wider",
    earlier: "Earlier",
    later: "Later",
    whole: "All years",
    filter: "Filter by words",
    byActor: "Lanes by actor",
    kinds: "Kinds",
    addSeries: "Show a series",
    choose: "choose",
    remove: (label: string) => `Remove ${label}`,
    events: "Events",
    keys: "Arrow keys go from mark to mark, Enter tells more, + and − zoom, Shift with an arrow key moves. The wheel zooms with Ctrl, and the picture can be dragged.",
    chosen: "Chosen event",
    simulated: "in the scenario, not on record",
    more: (n: number) => `${n} events`,
    none: "No event fits what is chosen.",
    sources: (named: string, more: number) => (more > 0 ? `${named} and ${more} more` : named),
    sentence: (n: number, from: string, to: string) => `${n} dated events from ${from} to ${to}.`,
    opens: "forecast opens",
    close: "Close",
  },
  seriesTab: {
    title: "Data",
    filter: "Filter by words",
    held: (n: number, all: number) => `${n} of ${all} series`,
    empty: "No observation is held.",
    span: (n: number, from: string, to: string, last: string) =>
      `${n} ${n === 1 ? "observation" : "observations"}, ${from} to ${to}; the last is ${last}.`,
    gaps: "Gaps",
    noGaps: "none",
    gapsMore: (n: number, named: string, more: number) => `${n}: ${named} and ${more} more`,
    missing: "Missing, with the reason",
    nothing: "No series fits the words.",
  },
  trackTab: {
    title: "Track record",
    skill: "Skill against the best naive forecast",
    ahead: (months: string) =>
      months === "all" ? "all months together" : `${months} ${months === "1" ? "month" : "months"} ahead`,
  },
  whyTab: {
    title: "Why",
    graph: "What acts on what",
    find: "Find a quantity",
    go: "Show",
    unknown: "No quantity has that name.",
    fold: "Fold all",
    keys: "Arrow keys go from box to box. Enter opens a sector, or tells of a quantity; Backspace folds its sector.",
    count: (shown: number, all: number) => `${shown} boxes stand for ${all} quantities.`,
    inside: (n: number) => `${n} quantities`,
    path: (first: string, last: string) => `median of the baseline from ${first} to ${last}`,
    weakest: "Weakest shown",
    weakestNone: "No quantity shown rests on judgement (grade D or E).",
    loops: "Feedback loops",
    noLoops: "The model has no feedback loop strong enough to tell.",
    reinforcing: "reinforcing",
    balancing: "balancing",
    strength: "gain",
    loopNote: "R feeds itself, B holds itself back. Gain: what comes back in the long run of a lasting push.",
    inputs: "Acted on by",
    outputs: "Acts on",
    equation: "Equation",
    unit: "Unit",
    now: "Now",
    loading: "Asking …",
    foldSector: "Fold its sector",
    kinds: { ...kinds, sector: "sector" },
    signs: { "+": "the same way", "-": "the other way", "±": "either way, by state" },
    legend: "Square corners: a stock. ◁ lever, ▲ event, + moves it the same way, − the other way. Small lines: medians of the baseline, each to its own scale; the tick is where the forecast opens.",
  },
} as const;
