// Quotations: a selection in the trace becomes a place in its text, and back.

import { originOf } from "./text.js";

/** Returns the number of Unicode scalars before a place in UTF-16 units. */
function scalars(text, place) {
  let count = 0;
  for (let index = 0; index < place; count += 1) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return count;
}

/** Returns the place in UTF-16 units after some Unicode scalars. */
function units(text, count) {
  let index = 0;
  for (let done = 0; done < count && index < text.length; done += 1) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}

/** The pieces of text in an element that come from a trace: [node, origin, length]. */
function* pieces(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = originOf(node);
    if (own?.source !== undefined) yield [node, own, node.length];
    const mark = node.parentNode && originOf(node.parentNode);
    if (mark?.source !== undefined) yield [node, mark, mark.source.codePointAt(mark.start) > 0xffff ? 2 : 1];
  }
}

/**
 * Returns what is selected in the trace.
 *
 * @param {Node} root the element with the trace
 * @returns {{span_id, path, start, end, text}|null} the place in Unicode scalars; null without a selection
 */
export function selectedEvidence(root) {
  const selection = window.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  let first = null;
  let end = 0;
  for (const [node, origin, length] of pieces(root)) {
    if (!range.intersectsNode(node)) continue;
    if (first && (origin.path !== first.path || origin.spanID !== first.spanID)) break;
    const isMark = origin === originOf(node.parentNode);
    const from = !isMark && node === range.startContainer ? range.startOffset : 0;
    const to = !isMark && node === range.endContainer ? range.endOffset : length;
    if (to <= from) continue;
    first ??= { ...origin, start: origin.start + from };
    end = origin.start + to;
  }
  if (!first) return null;
  const raw = first.source.slice(first.start, end);
  const start = first.start + (raw.length - raw.trimStart().length);
  const text = raw.trim();
  if (!text) return null;
  const evidence = {
    path: first.path, start: scalars(first.source, start), end: scalars(first.source, start + text.length), text,
  };
  return first.spanID ? { span_id: first.spanID, ...evidence } : evidence;
}

function rangesOf(root, wanted) {
  const ranges = [];
  for (const [node, origin, length] of pieces(root)) {
    for (const { path, spanID, start, end } of wanted(origin)) {
      if (origin.path !== path || (origin.spanID ?? null) !== (spanID ?? null)) continue;
      const from = Math.max(0, start - origin.start);
      const to = Math.min(length, end - origin.start);
      if (from >= to) continue;
      const range = new Range();
      range.setStart(node, Math.min(from, node.length));
      range.setEnd(node, Math.min(to, node.length));
      ranges.push(range);
    }
  }
  return ranges;
}

function highlight(name, ranges) {
  // A browser without highlights shows the quotations beside the trace only.
  if (!globalThis.CSS?.highlights || !globalThis.Highlight) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges)); else CSS.highlights.delete(name);
}

/** Marks quotations in the trace. */
export function showEvidence(root, evidence) {
  highlight("evidence", rangesOf(root, ({ source }) => evidence.map((one) => ({
    path: one.path, spanID: one.span_id, start: units(source, one.start), end: units(source, one.end),
  }))));
}

/** Marks the places of a text in the trace, and returns the first. */
export function showFound(root, text) {
  const ranges = [];
  if (text) {
    const small = text.toLowerCase();
    for (const [node] of pieces(root)) {
      const content = node.data.toLowerCase();
      if (content.length !== node.length) continue;
      for (let place = content.indexOf(small); place >= 0 && ranges.length < 2_000; place = content.indexOf(small, place + small.length)) {
        const range = new Range();
        range.setStart(node, place);
        range.setEnd(node, place + small.length);
        ranges.push(range);
      }
    }
  }
  highlight("found", ranges);
  return ranges[0] ?? null;
}
