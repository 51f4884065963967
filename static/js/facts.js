// The facts of the page: what is known of every municipality through time, and what follows from it on a day.
// The definitions are the server's (rollout/status.py, rollout/coverage.py); here they are only looked up.
// Days are whole numbers from 1970-01-01, UTC.

import { phaseKey } from "./choice.js";

const CLASS_FROM = [[5, "many"], [3, "few"], [2, "two"], [1, "one"], [0, "none"]];
const NEW_IS_OPEN = new Set(["winding", "new"]);

export function toIso(day) {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export function toNumber(iso) {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
}

export function coverageClass(providers) {
  return providers === null ? "nodata" : CLASS_FROM.find(([fewest]) => providers >= fewest)[1];
}

export class Facts {
  constructor(state) {
    Object.assign(this, state);
    this.size = state.codes.length;
    this.place = new Map(state.codes.map((code, index) => [code, index]));
    this.phaseKeys = state.phase.map((number) => phaseKey(number ?? "none"));
  }

  // The status of every municipality on a day, by palette key.
  statuses(day) {
    const now = this.status.patterns.map((pattern) => pattern.findLast(([from]) => from === null || from <= day)[1]);
    return this.status.of.map((pattern) => now[pattern]);
  }

  // The providers in every municipality on a day; null on a day of which nothing is known.
  providers(day) {
    if (this.counts.unknown.some(([first, last]) => first <= day && day <= last)) return this.codes.map(() => null);
    return this.counts.changes.map((changes) => latest(changes, day));
  }

  // Everything that depends on the day.
  at(day) {
    const providers = this.providers(day);
    return { day, statuses: this.statuses(day), providers, coverage: providers.map(coverageClass) };
  }

  // The days on which a status changes somewhere.
  get turningDays() {
    const days = this.status.patterns.flatMap((pattern) => pattern.map(([from]) => from)).filter((from) => from !== null);
    return [...new Set(days)].sort((one, other) => one - other);
  }
}

// changes: day, number, day, number …, in order of time.
function latest(changes, day) {
  let low = 0;
  let high = changes.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changes[2 * middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low ? changes[2 * low - 1] : 0;
}

// The key figures over the municipalities in a mask: part and whole, null where nothing is known.
export function keyFigures(now, scope, rural) {
  const count = (test) => scope.reduce((sum, inside, index) => sum + (inside && test(index) ? 1 : 0), 0);
  const whole = count(() => true);
  const without = (chosen) => {
    const of = count(chosen);
    const known = count((index) => chosen(index) && now.providers[index] !== null);
    if (!known && of) return { part: null, whole: null };
    return { part: count((index) => chosen(index) && now.providers[index] === 0), whole: known };
  };
  return {
    rural: without((index) => rural[index] === "1"),
    all: without(() => true),
    winding: { part: count((index) => now.statuses[index] === "winding"), whole },
    gap: { part: count((index) => now.statuses[index] === "gap"), whole },
  };
}

// The numbers that the sentence needs; the same as `sentence_counts` on the server.
export function sentenceCounts(now, scope, figures) {
  const counts = { old: 0, notice: 0, gap: 0, winding: 0, new: 0, unknown: 0, open: 0, of: 0 };
  scope.forEach((inside, index) => {
    if (!inside) return;
    const status = now.statuses[index];
    counts.of += 1;
    counts[status] += 1;
    if (NEW_IS_OPEN.has(status)) counts.open += 1;
  });
  return { ...counts, without: figures.all.part };
}

// Which sentence fits; the same as `sentence_key` on the server.
export function sentenceKey(layer, test, counts) {
  if (!counts.of) return "empty";
  if (layer === "coverage") return counts.without === null ? "nodata" : test;
  if (counts.unknown === counts.of) return "unknown";
  if (layer === "phase") return "phase";
  if (counts.gap) return "gap";
  if (counts.winding) return "moving";
  if (counts.notice) return "notice";
  if (!counts.open) return "before";
  return counts.open === counts.of ? "after" : "partly";
}
