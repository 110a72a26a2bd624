// The labelling session: a state machine without input or output.
//
// It is the second implementation of LabelSession in Sources/JudgeReview/Labelling. Both are tested
// with the events and effects in Tests/Fixtures/review-corpus: change both, or neither.
//
// An item is {trace_id, question, batch, repeat}: one question on one trace. Commands of the
// reviewer go in through perform, results of effects through handle; both return effects.

/** The maximum time in seconds that counts as work on one item. */
const LONGEST_PACE = 600;

const keys = new WeakMap();

/** Returns a text that is the same for equal items only. */
export function itemKey(item) {
  let key = keys.get(item);
  if (key === undefined) {
    key = JSON.stringify([item.trace_id, item.question ?? null, item.batch ?? null, item.repeat ?? 0]);
    keys.set(item, key);
  }
  return key;
}

function pairKey(item) { return JSON.stringify([item.trace_id, item.question ?? null]); }

/** Returns whether two JSON values are equal. */
export function same(left, right) {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length
    && keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]));
}

/** Returns the details of a label without empty ones. */
export function tidyDetails(details) {
  const tidy = {};
  if (details?.tags?.length) tidy.tags = [...details.tags];
  if (details?.confidence) tidy.confidence = details.confidence;
  if (details?.evidence?.length) tidy.evidence = [...details.evidence];
  return tidy;
}

export class Session {
  constructor({
    setup = {}, items = [], labelledBefore = [], unfinished = [], resumed = [], skipped = [],
    flags = {}, drafts = [], details = [],
  }) {
    this.setup = { blind: true, reveals: true, advances: true, ...setup };
    this.given = new Map();
    this.drafts = new Map(drafts.map(([item, text]) => [itemKey(item), text]));
    this.details = new Map(details.map(([item, kept]) => [itemKey(item), tidyDetails(kept)]));
    this.labelledBefore = new Set(labelledBefore);
    const first = unfinished.map(([item]) => item)
      .sort((a, b) => (a.trace_id < b.trace_id ? -1 : a.trace_id > b.trace_id ? 1 : 0));
    this.unfinished = new Set(first.map(itemKey));
    for (const [item, given] of [...unfinished, ...resumed]) {
      this.given.set(itemKey(item), { ...given, details: tidyDetails(given.details) });
    }
    this.items = [...first, ...items.filter((item) => !this.unfinished.has(itemKey(item)))];
    this.index();
    this.skipped = new Set(skipped.map(itemKey));
    this.flags = new Map(Object.entries(flags));
    this.revealed = new Map();
    this.position = null;
    this.card = null;
    this.notice = null;
    this.last = null;
    this.undone = 0;
    this.flagged = 0;
    this.filter = null;
    this.asksForReason = false;
    this.paces = [];
    this.shownAt = null;
    this.steps = [];
    this.pending = null;
  }

  /** Finds items by key, and first labels that second ones wait for. */
  index() {
    this.places = new Map(this.items.map((item, place) => [itemKey(item), place]));
    this.repeats = this.items.filter((item) => item.repeat);
    this.firsts = new Map();
    for (const item of this.items.filter((item) => !item.repeat)) {
      const pair = pairKey(item);
      this.firsts.set(pair, [...(this.firsts.get(pair) ?? []), itemKey(item)]);
    }
  }

  get current() { return this.position === null ? null : this.items[this.position]; }
  get isWaiting() { return this.pending !== null; }
  get stage() {
    if (this.position === null) return "done";
    return this.asksForReason ? "explaining" : "answering";
  }
  get labelled() { return this.given.size - [...this.unfinished].filter((key) => this.given.has(key)).length; }
  get left() {
    const waiting = this.repeats.filter((item) => {
      const key = itemKey(item);
      return !this.given.has(key) && !this.skipped.has(key) && !this.isOpen(item);
    });
    return this.items.length - this.given.size - this.skipped.size - waiting.length;
  }
  get pace() {
    if (!this.paces.length) return null;
    const sorted = [...this.paces].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
  get secondsLeft() { return this.pace === null ? null : this.pace * this.left; }
  get opinions() {
    if (!this.current) return null;
    return this.revealed.get(itemKey(this.current)) ?? this.card?.opinions ?? null;
  }

  /** Returns whether an item waits for its label. */
  isOpen(item) {
    const key = itemKey(item);
    if (this.given.has(key) || this.skipped.has(key)) return false;
    if (!item.repeat) return true;
    // A second label requires a first one.
    if (this.labelledBefore.has(item.trace_id)) return true;
    return (this.firsts.get(pairKey(item)) ?? []).some((first) => this.given.has(first));
  }

  /** Starts the session: loads the first item. */
  start() {
    if (this.items.length && this.unfinished.has(itemKey(this.items[0]))) return this.show(0);
    return this.moveOn(-1);
  }

  clearNotice() { this.notice = null; }

  // Commands

  perform(command) {
    if (this.pending) return [];
    if (command.type === "draft") return this.keep(command.text);
    if (command.type === "detail") return this.keepDetails(command.details);
    const asked = this.asksForReason;
    this.asksForReason = false;
    this.notice = null;
    switch (command.type) {
      case "answer": return this.answer(command.value, command.rationale ?? null);
      case "rationale": return this.explain(command.text);
      case "skip": return this.skip(command.reason);
      case "flag": return this.flag(command.note);
      case "undo": return this.undo();
      case "search": return this.search(command.text);
      case "next": return this.step(1);
      case "previous": return this.step(-1);
      case "open": return this.open(command.item);
      case "advance": return [...(asked ? this.keep("") : []), ...this.moveOn()];
      case "quit": return [{ type: "quit" }];
      default: return []; // postpone
    }
  }

  answer(value, rationale) {
    const item = this.current;
    if (!item || !this.card || itemKey(this.card.item) !== itemKey(item)) return this.nothing({ type: "noTrace" });
    const key = itemKey(item);
    const before = this.given.get(key) ?? null;
    const isSameValue = before !== null && same(before.value, value);
    // The reason for one value is not a reason for another.
    const text = (rationale ?? this.drafts.get(key) ?? (isSameValue ? before.rationale : null)) || null;
    const details = this.details.get(key) ?? (isSameValue ? before.details : null) ?? {};
    if (isSameValue && (before.rationale ?? null) === text && same(before.details, details)) {
      return [...(this.drafts.has(key) ? this.keep("") : []), ...this.dropDetails(item), ...this.moveOn()];
    }
    // A reviewer who has seen other opinions is no longer blind, even after an undo.
    const hasSeen = !item.repeat && (this.revealed.has(key) || (this.card.wasRevealed ?? false));
    const answer = {
      item, value, rationale: text, details, seen: this.card.seen ?? null,
      afterReveal: hasSeen && !isSameValue, rationaleAfterReveal: hasSeen && isSameValue,
    };
    this.pending = { type: "store", answer };
    return [{ type: "store", answer }];
  }

  explain(text) {
    if (!this.current) return this.nothing({ type: "noTrace" });
    const effects = this.keep(text);
    // The draft stays if the label cannot be stored.
    const before = this.given.get(itemKey(this.current));
    if (before) return [...effects, ...this.answer(before.value, text)];
    this.notice = { type: text ? "reasonKept" : "reasonRemoved" };
    return effects;
  }

  keep(text) {
    const item = this.current;
    if (!item) return [];
    if (text) this.drafts.set(itemKey(item), text); else this.drafts.delete(itemKey(item));
    return [{ type: "keepDraft", item, text: text || null }];
  }

  keepDetails(details) {
    const item = this.current;
    if (!item) return [];
    const key = itemKey(item);
    const tidy = tidyDetails(details);
    if (same(tidy, this.given.get(key)?.details ?? {})) this.details.delete(key);
    else this.details.set(key, tidy);
    return [{ type: "keepDetails", item, details: this.details.get(key) ?? null }];
  }

  dropDetails(item) {
    return this.details.delete(itemKey(item)) ? [{ type: "keepDetails", item, details: null }] : [];
  }

  skip(reason) {
    const item = this.current;
    if (!item) return this.nothing({ type: "noTrace" });
    if (this.given.has(itemKey(item))) return this.nothing({ type: "alreadyLabelled" });
    this.pending = { type: "skip", item };
    return [{ type: "skip", item, reason }];
  }

  flag(note) {
    const item = this.current;
    if (!item) return this.nothing({ type: "noTrace" });
    const before = this.flags.get(item.trace_id) ?? null;
    const next = before === null || note ? note : null;
    this.pending = { type: "flag", item, next, before };
    return [{ type: "flag", item, note: next }];
  }

  undo() {
    const step = this.steps.at(-1);
    if (!step) return this.nothing({ type: "nothingToUndo" });
    this.pending = { type: "undo", step };
    switch (step.type) {
      case "label": return [{ type: "takeBack", item: step.item, assessmentID: step.given.assessmentID }];
      case "skip": return [{ type: "skip", item: step.item, reason: null }];
      default: return [{ type: "flag", item: step.item, note: step.before }];
    }
  }

  search(text) {
    if (!text) {
      this.filter = null;
      this.notice = { type: "searchEnded" };
      return this.position === null ? this.moveOn(-1) : [];
    }
    this.pending = { type: "search" };
    return [{ type: "search", text }];
  }

  step(delta) {
    let next = (this.position ?? this.items.length) + delta;
    while (this.items[next] && !this.isReachable(this.items[next])) next += delta;
    if (!this.items[next]) return this.nothing({ type: delta < 0 ? "isFirst" : "isLast" });
    return this.show(next);
  }

  open(item) {
    const place = this.places.get(itemKey(item));
    if (place === undefined || !this.canBeShown(this.items[place])) return this.nothing({ type: "noTrace" });
    return place === this.position ? [] : this.show(place);
  }

  /** Returns whether an item has, or can have, a label. */
  canBeShown(item) {
    const key = itemKey(item);
    return this.isOpen(item) || this.given.has(key) || this.skipped.has(key);
  }

  /** Returns whether an item matches the search, and has or can have a label. */
  isReachable(item) {
    if (this.filter && !this.filter.has(item.trace_id)) return false;
    return this.canBeShown(item);
  }

  /** Goes to the next item that waits for a label; after the last one, it starts again. */
  moveOn(from = this.position ?? -1) {
    const count = this.items.length;
    for (let step = 1; step <= count; step += 1) {
      const place = (from + step + count) % count;
      const item = this.items[place];
      if (this.isOpen(item) && (this.filter?.has(item.trace_id) ?? true)) return this.show(place);
    }
    if (this.filter && this.left > 0) {
      this.filter = null;
      this.notice = { type: "searchExhausted" };
      return this.moveOn(from);
    }
    this.position = null;
    this.card = null;
    this.asksForReason = false;
    return [];
  }

  show(place) {
    this.position = place;
    this.card = null;
    this.asksForReason = false;
    return [{ type: "load", item: this.items[place] }];
  }

  nothing(notice) {
    this.notice = notice;
    return [];
  }

  // Events

  handle(event, seconds) {
    switch (event.type) {
      case "loaded": this.loaded(event.card, seconds); return [];
      case "missing": return this.missing(event.item);
      case "stored": return this.stored(event.assessmentID, event.reveal ?? null, seconds);
      case "changed": return this.changed();
      case "found": return this.found(event.traces);
      default:
        this.pending = null;
        this.notice = { type: "failed", reason: event.reason };
        return [];
    }
  }

  loaded(card, seconds) {
    if (!this.current || itemKey(card.item) !== itemKey(this.current)) return;
    this.card = card;
    if (card.flag !== null && card.flag !== undefined) this.flags.set(card.item.trace_id, card.flag);
    this.shownAt = seconds;
    // A draft for a stored label: the last session ended while its reason was being typed.
    const key = itemKey(card.item);
    this.asksForReason = this.drafts.has(key) && this.given.has(key);
  }

  missing(item) {
    const key = itemKey(item);
    const place = this.places.get(key);
    if (place === undefined) return [];
    this.notice = { type: "missing", traceID: item.trace_id };
    this.items.splice(place, 1);
    this.index();
    this.given.delete(key);
    this.skipped.delete(key);
    return this.moveOn(place - 1);
  }

  stored(assessmentID, reveal, seconds) {
    if (this.pending?.type !== "store") return [];
    const { answer } = this.pending;
    this.pending = null;
    const key = itemKey(answer.item);
    const before = this.given.get(key) ?? null;
    const given = { assessmentID, value: answer.value, rationale: answer.rationale, details: answer.details };
    this.given.set(key, given);
    this.skipped.delete(key);
    this.steps.push({ type: "label", item: answer.item, given, before });
    this.drafts.delete(key);
    this.last = answer.item;
    if (!before && this.shownAt !== null && seconds - this.shownAt <= LONGEST_PACE) {
      this.paces.push(Math.max(0, seconds - this.shownAt));
    }
    const effects = [{ type: "keepDraft", item: answer.item, text: null }, ...this.dropDetails(answer.item)];
    const goOn = () => (this.setup.advances ? this.moveOn() : []);
    if (!this.setup.reveals || !reveal) return [...effects, ...goOn()];
    const isFirst = !this.revealed.has(key);
    this.revealed.set(key, reveal);
    if (isFirst && answer.rationale === null && judgeDiffers(reveal, answer.value)) {
      this.asksForReason = true;
      return effects;
    }
    return [...effects, ...goOn()];
  }

  changed() {
    const pending = this.pending;
    try {
      switch (pending?.type) {
        case "skip":
          this.skipped.add(itemKey(pending.item));
          this.steps.push({ type: "skip", item: pending.item });
          this.last = null;
          return this.moveOn();
        case "flag":
          this.setFlag(pending.item, pending.next, pending.before);
          this.steps.push({ type: "flag", item: pending.item, before: pending.before });
          this.notice = { type: pending.next === null ? "flagRemoved" : "flagged" };
          return [];
        case "undo":
          this.steps.pop();
          this.undone += 1;
          return this.undoStep(pending.step);
        default: return [];
      }
    } finally {
      this.pending = null;
    }
  }

  undoStep(step) {
    const effects = [];
    const { item } = step;
    const key = itemKey(item);
    if (step.type === "label") {
      if (step.before) this.given.set(key, step.before); else this.given.delete(key);
      // The reason is kept although the label is taken back.
      if (!step.before && step.given.rationale) {
        this.drafts.set(key, step.given.rationale);
        effects.push({ type: "keepDraft", item, text: step.given.rationale });
      }
      if (!step.before && !same(step.given.details, {})) {
        this.details.set(key, step.given.details);
        effects.push({ type: "keepDetails", item, details: step.given.details });
      }
      if (this.last && itemKey(this.last) === key) this.last = null;
      this.notice = step.before
        ? { type: "earlierLabelRestored" }
        : { type: "takenBack", keepsReason: step.given.rationale !== null };
    } else if (step.type === "skip") {
      this.skipped.delete(key);
      this.notice = { type: "skipUndone" };
    } else {
      this.setFlag(item, step.before, this.flags.get(item.trace_id) ?? null);
      this.notice = { type: step.before === null ? "flagRemoved" : "flagRestored" };
    }
    const place = this.places.get(key);
    if (place === undefined || place === this.position) return effects;
    return [...effects, ...this.show(place)];
  }

  setFlag(item, next, before) {
    if (next === null) this.flags.delete(item.trace_id); else this.flags.set(item.trace_id, next);
    this.flagged += (next === null ? 0 : 1) - (before === null ? 0 : 1);
  }

  found(traces) {
    this.pending = null;
    const matching = new Set(traces);
    const open = this.items.filter((item) => matching.has(item.trace_id) && this.isOpen(item)).length;
    if (!open) return this.nothing({ type: "noMatch" });
    this.filter = matching;
    this.notice = { type: "matches", count: open };
    if (this.current && matching.has(this.current.trace_id)) return [];
    return this.moveOn();
  }
}

/** Returns whether the verdict of the question's judge differs from a label. */
function judgeDiffers(reveal, value) {
  return reveal.opinions.some((opinion) => opinion.isTheJudge
    && opinion.value !== null && opinion.value !== undefined && !same(opinion.value, value));
}
