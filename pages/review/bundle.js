// The file of labels that a reviewer sends back.

import { same, tidyDetails } from "./session.js";

/** The name of the format, and its version. */
export const BUNDLE_FORMAT = "git-judge-labels";
const BUNDLE_VERSION = 1;

/**
 * Returns the bundle of everything that a reviewer has done.
 *
 * @param data the data of the page
 * @param state {labels, skips, flags}: lists of what the browser keeps
 * @param {string} saved the time
 */
export function makeBundle(data, state, saved) {
  const questions = new Map(data.questions.map((question) => [question.name, question]));
  const about = (item) => {
    const entry = { trace_id: item.trace_id, question: item.question };
    const seen = data.traces[item.trace_id]?.seen;
    if (seen) entry.seen = seen;
    return entry;
  };
  const labels = state.labels.map(({ item, label }) => {
    const entry = { ...about(item), value: label.value };
    if (label.rationale) entry.rationale = label.rationale;
    Object.assign(entry, label.details);
    if (item.batch) entry.batch = item.batch;
    if (item.repeat) entry.repeat = item.repeat;
    const question = questions.get(item.question);
    if (question) entry.guideline = question.guideline.hash;
    if (question?.rubric) entry.rubric = question.rubric;
    if (label.seconds !== null && label.seconds !== undefined) entry.seconds = label.seconds;
    entry.time = label.time;
    return entry;
  });
  const mark = (name) => ({ item, mark: { text, time } }) => ({ ...about(item), [name]: text, time });
  return {
    format: BUNDLE_FORMAT, version: BUNDLE_VERSION, file: data.file, experiment: data.experiment,
    experiment_hash: data.experiment_hash, reviewer: data.reviewer, saved,
    labels, skipped: state.skips.map(mark("reason")), flags: state.flags.map(mark("note")),
  };
}

/**
 * Reads a bundle of this page.
 *
 * @returns {{labels, skips, flags}|{problem: string}}
 */
export function readBundle(data, text) {
  let bundle;
  try { bundle = JSON.parse(text); } catch { return { problem: "This file is not a file of labels." }; }
  if (bundle?.format !== BUNDLE_FORMAT) return { problem: "This file is not a file of labels." };
  if (bundle.version !== BUNDLE_VERSION) return { problem: "This file of labels is of a newer version." };
  if (bundle.file !== data.file) return { problem: "These labels belong to another labeling page." };
  const find = (entry) => data.items.find((item) => item.trace_id === entry.trace_id
    && (item.question ?? null) === (entry.question ?? null) && (item.repeat ?? 0) === (entry.repeat ?? 0));
  const list = (entries, read) => (Array.isArray(entries) ? entries : [])
    .map((entry) => ({ item: find(entry), ...read(entry) })).filter(({ item }) => item);
  return {
    labels: list(bundle.labels, (entry) => {
      const isText = (one) => typeof one === "string";
      const details = tidyDetails({
        tags: Array.isArray(entry.tags) ? entry.tags.filter(isText) : [],
        confidence: isText(entry.confidence) ? entry.confidence : undefined,
        evidence: Array.isArray(entry.evidence) ? entry.evidence.filter((one) => isText(one?.text) && isText(one.path)) : [],
      });
      return {
        label: {
          value: entry.value ?? null, rationale: isText(entry.rationale) ? entry.rationale : null, details,
          seconds: typeof entry.seconds === "number" ? entry.seconds : null, time: String(entry.time ?? ""),
        },
      };
    }),
    skips: list(bundle.skipped, (entry) => ({ mark: { text: String(entry.reason ?? ""), time: String(entry.time ?? "") } })),
    flags: list(bundle.flags, (entry) => ({ mark: { text: String(entry.note ?? ""), time: String(entry.time ?? "") } })),
  };
}

/** Returns whether two labels say the same. */
export function sameLabel(left, right) {
  return same(left.value, right.value) && (left.rationale ?? null) === (right.rationale ?? null)
    && same(left.details, right.details);
}
