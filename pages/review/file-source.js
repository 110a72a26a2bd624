// A source of traces and a keeper of labels for a page that is opened from disk.
//
// A source carries out the effects of a session, and keepAnswer effects of the page: typed answers
// that are not stored yet. Its interface, which a server's source shares:
//
//   open()              the reviewer, the questions, the items, and what was done before
//   trace(id)           a trace without labels and verdicts, or null
//   preview(id)         {title, turns, text} of a trace for the list, or null if it is not known yet
//   carryOut(effect, seconds)  the event for the session, or null if it waits for none
//   status()            {text, isSafe, unsaved}: where the labels are
//   save()              hands the labels over; returns a sentence
//   onChange            called if another tab has changed something

import { itemKey, tidyDetails } from "./session.js";
import { makeBundle, readBundle, sameLabel } from "./bundle.js";
import { allText, countOf } from "./text.js";
import { titleOf, turnsOf } from "./reading.js";

export class FileSource {
  /**
   * @param data the data of the page
   * @param {Storage|null} storage the browser's storage, or null if it keeps nothing
   */
  constructor(data, storage) {
    this.data = data;
    this.prefix = `git-judge/${data.file}/`;
    this.storage = storage;
    this.memory = new Map();
    this.onChange = null;
    this.places = new Map(data.items.map((item, place) => [itemKey(item), place]));
    this.texts = new Map();
    this.previews = new Map();
    this.isBroken = !storage;
    if (storage) this.readAll();
  }

  readAll() {
    for (let place = 0; place < this.storage.length; place += 1) {
      const key = this.storage.key(place);
      if (!key.startsWith(this.prefix)) continue;
      try {
        this.memory.set(key.slice(this.prefix.length), JSON.parse(this.storage.getItem(key)));
      } catch { /* not written by this page */ }
    }
  }

  /** Keeps a value, or deletes it if it is null. Each label has its own key, so tabs do not lose labels. */
  put(key, value) {
    if (value === null) this.memory.delete(key); else this.memory.set(key, value);
    if (!this.storage) return;
    try {
      if (value === null) this.storage.removeItem(this.prefix + key);
      else this.storage.setItem(this.prefix + key, JSON.stringify(value));
      this.isBroken = false;
    } catch {
      this.isBroken = true;
    }
  }

  /** Takes what another tab has written. */
  changed(key) {
    if (key === null || !key.startsWith(this.prefix)) return;
    const name = key.slice(this.prefix.length);
    const text = this.storage.getItem(key);
    try {
      if (text === null) this.memory.delete(name); else this.memory.set(name, JSON.parse(text));
    } catch { return; }
    if (/^(label|skip|flag)\//.test(name)) this.onChange?.();
  }

  /** The entries of a kind in the order of the items: [item, value]. */
  entries(kind) {
    const start = `${kind}/`;
    return [...this.memory].filter(([key]) => key.startsWith(start))
      .map(([key, value]) => [this.places.get(key.slice(start.length)), value])
      .filter(([place]) => place !== undefined).sort((a, b) => a[0] - b[0])
      .map(([place, value]) => [this.data.items[place], value]);
  }

  async open() {
    const flags = {};
    for (const [item, mark] of this.entries("flag")) flags[item.trace_id] = mark.text;
    return {
      reviewer: this.data.reviewer, experiment: this.data.experiment, questions: this.data.questions,
      items: this.data.items, setup: { blind: true, reveals: false },
      resumed: this.entries("label").map(([item, label]) => [
        item, { assessmentID: label.id, value: label.value, rationale: label.rationale, details: label.details },
      ]),
      skipped: this.entries("skip").map(([item]) => item),
      flags,
      drafts: this.entries("draft"),
      details: this.entries("details"),
      answers: this.entries("answer"),
    };
  }

  async trace(id) { return this.data.traces[id] ?? null; }

  preview(id) {
    const trace = this.data.traces[id];
    if (trace && !this.previews.has(id)) this.previews.set(id, { title: titleOf(trace), turns: turnsOf(trace) });
    return this.previews.get(id) ?? null;
  }

  /** The text of a trace in lower case, for searches. */
  searchText(id) {
    if (!this.texts.has(id)) this.texts.set(id, allText(this.data.traces[id] ?? "").toLowerCase());
    return this.texts.get(id);
  }

  async carryOut(effect, seconds) {
    const key = effect.item ? itemKey(effect.item) : null;
    const time = new Date().toISOString();
    switch (effect.type) {
      case "load": {
        const trace = this.data.traces[effect.item.trace_id];
        if (!trace) return { type: "missing", item: effect.item };
        const flag = this.memory.get(`flag/${key}`)?.text ?? null;
        return { type: "loaded", card: { item: effect.item, seen: trace.seen ?? null, flag, trace } };
      }
      case "store": {
        const { item, value, rationale, details } = effect.answer;
        const name = itemKey(item);
        const before = this.memory.get(`label/${name}`) ?? null;
        const number = (this.memory.get("number") ?? 0) + 1;
        const id = `${number}-${Math.random().toString(36).slice(2, 8)}`;
        const label = { id, value, rationale, details: tidyDetails(details), seconds, time, before };
        this.put("number", number);
        this.put(`answer/${name}`, null);
        this.put(`skip/${name}`, null);
        this.put(`label/${name}`, label);
        return { type: "stored", assessmentID: id };
      }
      case "takeBack": {
        const label = this.memory.get(`label/${key}`);
        if (!label || label.id !== effect.assessmentID) {
          return { type: "failed", reason: "The label was changed in another tab. Reload the page." };
        }
        this.put(`label/${key}`, label.before ?? null);
        return { type: "changed" };
      }
      case "skip":
        this.put(`skip/${key}`, effect.reason === null ? null : { text: effect.reason, time });
        return { type: "changed" };
      case "flag":
        // A flag is on a trace, whichever question it was set from.
        for (const [item] of this.entries("flag")) {
          if (item.trace_id === effect.item.trace_id) this.put(`flag/${itemKey(item)}`, null);
        }
        if (effect.note !== null) this.put(`flag/${key}`, { text: effect.note, time });
        return { type: "changed" };
      case "search": {
        const text = effect.text.toLowerCase();
        return { type: "found", traces: Object.keys(this.data.traces).filter((id) => this.searchText(id).includes(text)) };
      }
      case "keepDraft":
        this.put(`draft/${key}`, effect.text);
        return null;
      case "keepDetails":
        this.put(`details/${key}`, effect.details);
        return null;
      case "keepAnswer":
        this.put(`answer/${key}`, effect.answer);
        return null;
      default: return null;
    }
  }

  /** Everything that was done, for the bundle. */
  state() {
    const list = (kind, name) => this.entries(kind).map(([item, value]) => ({ item, [name]: value }));
    return { labels: list("label", "label"), skips: list("skip", "mark"), flags: list("flag", "mark") };
  }

  bundle(saved = new Date().toISOString()) { return makeBundle(this.data, this.state(), saved); }

  /** What has changed since the last saved file. */
  unsaved() {
    const marks = this.memory.get("saved")?.marks ?? {};
    const now = this.marks();
    const keys = new Set([...Object.keys(marks), ...Object.keys(now)]);
    return [...keys].filter((key) => marks[key] !== now[key]).length;
  }

  marks() {
    const marks = {};
    for (const kind of ["label", "skip", "flag"]) {
      for (const [item, value] of this.entries(kind)) marks[`${kind}/${itemKey(item)}`] = value.time;
    }
    return marks;
  }

  status() {
    const unsaved = this.unsaved();
    const labels = this.entries("label").length;
    if (this.isBroken) {
      return {
        isSafe: unsaved === 0, unsaved, isBroken: true,
        text: "This browser does not keep labels: save them before you close the page.",
      };
    }
    const saved = this.memory.get("saved");
    const text = !labels && !unsaved
      ? "Labels are kept in this browser"
      : unsaved ? `${countOf(unsaved, "change")} not in a saved file yet` : `All saved to ${saved?.name ?? "a file"}`;
    return { isSafe: true, unsaved, text };
  }

  /** Writes the bundle to a file of the browser. */
  async save() {
    const bundle = this.bundle();
    const name = this.fileName();
    const blob = new Blob([JSON.stringify(bundle, null, 1) + "\n"], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.put("saved", { marks: this.marks(), name, time: bundle.saved });
    return `${countOf(bundle.labels.length, "label")} saved to ${name}. Send this file back.`;
  }

  fileName() {
    const page = decodeURIComponent(location.pathname.split("/").pop() ?? "").replace(/\.html?$/i, "");
    const safe = page.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "").slice(0, 60);
    return `${safe || "git-judge"}-labels.json`;
  }

  /**
   * Takes labels of a saved file that this browser does not have.
   *
   * @returns {{taken: number}|{problem: string}}
   */
  take(text) {
    const read = readBundle(this.data, text);
    if (read.problem) return read;
    let taken = 0;
    for (const { item, label } of read.labels) {
      const key = `label/${itemKey(item)}`;
      const own = this.memory.get(key);
      if (own && (own.time >= label.time || sameLabel(own, label))) continue;
      this.put(key, { ...label, id: `file-${label.time}`, before: own ?? null });
      this.put(`skip/${itemKey(item)}`, null);
      taken += 1;
    }
    for (const [kind, marks] of [["skip", read.skips], ["flag", read.flags]]) {
      for (const { item, mark } of marks) {
        const key = `${kind}/${itemKey(item)}`;
        if (this.memory.has(key) || (kind === "skip" && this.memory.has(`label/${itemKey(item)}`))) continue;
        this.put(key, mark);
        taken += 1;
      }
    }
    return { taken };
  }
}
