// The spans of a trace as a tree, with the content of the chosen span below it.

import { element, fill, icon } from "./dom.js";
import { appendText, countOf } from "./text.js";
import { partElement } from "./conversation.js";

const ICONS = { LLM: "assistant", CHAT_MODEL: "assistant", TOOL: "tool", RETRIEVER: "retriever", AGENT: "agent" };

/** Returns the spans in order, each with its depth, at most once. */
function ordered(spans) {
  const ids = new Set(spans.map((span) => span.span_id));
  const children = new Map();
  for (const span of spans) {
    const parent = ids.has(span.parent_id) && span.parent_id !== span.span_id ? span.parent_id : null;
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const rows = [];
  const seen = new Set();
  const add = (parent, depth) => {
    const list = children.get(parent) ?? [];
    for (const span of [...list].sort((a, b) => (a.start_ms ?? 0) - (b.start_ms ?? 0))) {
      if (seen.has(span)) continue;
      seen.add(span);
      rows.push({ span, depth, hasChildren: (children.get(span.span_id)?.length ?? 0) > 0 });
      if (depth < 60) add(span.span_id, depth + 1);
    }
  };
  add(null, 0);
  // Spans in a circle of parents stand at the end.
  for (const span of spans) if (!seen.has(span)) rows.push({ span, depth: 0, hasChildren: false });
  return rows;
}

function time(milliseconds) {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

export function treeElement(trace) {
  const rows = ordered(trace.spans ?? []);
  const starts = rows.map(({ span }) => span.start_ms).filter((start) => start !== undefined);
  const begin = Math.min(...starts);
  const total = Math.max(1, ...rows.map(({ span }) => (span.start_ms ?? begin) + (span.duration_ms ?? 0) - begin));
  const tree = element("ul", { role: "tree", class: "tree", "aria-label": "Spans of the trace" });
  const detail = element("section", { class: "span-detail", "aria-live": "polite", "aria-label": "Span" });
  const closed = new Set();
  let chosen = 0;

  const isHidden = (index) => {
    let { depth } = rows[index];
    for (let above = index - 1; above >= 0 && depth > 0; above -= 1) {
      if (rows[above].depth < depth) {
        if (closed.has(above)) return true;
        depth = rows[above].depth;
      }
    }
    return false;
  };
  const items = rows.map(({ span, depth, hasChildren }, index) => {
    const bar = element("span", { class: "bar", "aria-hidden": "true" });
    if (span.duration_ms !== undefined && starts.length) {
      const fillBar = element("span");
      fillBar.style.marginInlineStart = `${Math.min(99, ((span.start_ms - begin) / total) * 100)}%`;
      fillBar.style.width = `${Math.max(1, Math.min(100, (span.duration_ms / total) * 100))}%`;
      bar.append(fillBar);
    }
    const name = element("span", { class: "span-name", dir: "auto" });
    appendText(name, span.name || "(no name)");
    const facts = [
      span.type ? span.type.toLowerCase().replace(/_/g, " ") : null,
      span.duration_ms !== undefined ? time(span.duration_ms) : null,
      span.tokens ? countOf(span.tokens, "token") : null,
    ].filter(Boolean).join(" · ");
    const facts_ = element("span", { class: "span-facts" });
    appendText(facts_, facts);
    const row = element("li", {
      role: "treeitem", "aria-level": depth + 1, "aria-selected": "false", tabindex: -1,
      "aria-expanded": hasChildren ? "true" : null, on: { click: () => choose(index, true) },
    }, element("span", { class: "twist", "aria-hidden": "true" }, hasChildren ? "▾" : ""), icon(ICONS[span.type] ?? "chain"), name, facts_,
      span.error !== undefined ? element("span", { class: "error-word" }, "error") : null, bar);
    row.style.paddingInlineStart = `${0.4 + Math.min(depth, 20) * 0.9}rem`;
    return row;
  });
  tree.append(...items);

  const refresh = () => items.forEach((row, index) => {
    row.hidden = isHidden(index);
    row.tabIndex = index === chosen ? 0 : -1;
    row.setAttribute("aria-selected", String(index === chosen));
    if (rows[index].hasChildren) {
      row.setAttribute("aria-expanded", String(!closed.has(index)));
      row.firstChild.textContent = closed.has(index) ? "▸" : "▾";
    }
  });
  const choose = (index, isFocused) => {
    chosen = index;
    refresh();
    const { span } = rows[index];
    const parts = [];
    if (span.error) parts.push(partElement({ label: "error", value: span.error, path: "/error", spanID: span.span_id }, false));
    for (const key of ["inputs", "outputs"]) {
      if (span[key] !== undefined) parts.push(element("div", { class: "part-label" }, key), partElement({ value: span[key], path: `/${key}`, spanID: span.span_id }, false));
    }
    const title = element("h3");
    appendText(title, span.name || "(no name)");
    fill(detail, title, ...(parts.length ? parts : [element("p", { class: "note" }, "no inputs or outputs")]));
    if (isFocused) items[index].focus();
  };
  const move = (delta) => {
    let next = chosen + delta;
    while (items[next] && isHidden(next)) next += delta;
    if (items[next]) choose(next, true);
  };
  const parentOf = (index) => {
    for (let above = index - 1; above >= 0; above -= 1) if (rows[above].depth < rows[index].depth) return above;
    return null;
  };
  tree.addEventListener("keydown", (event) => {
    const isClosed = closed.has(chosen);
    const { hasChildren } = rows[chosen];
    switch (event.key) {
      case "ArrowDown": move(1); break;
      case "ArrowUp": move(-1); break;
      case "Home": choose(0, true); break;
      case "End": { chosen = items.length; move(-1); break; }
      case "ArrowRight":
        if (hasChildren && isClosed) { closed.delete(chosen); refresh(); } else if (hasChildren) move(1);
        break;
      case "ArrowLeft":
        if (hasChildren && !isClosed) { closed.add(chosen); refresh(); } else if (parentOf(chosen) !== null) choose(parentOf(chosen), true);
        break;
      case "Enter": case " ": detail.scrollIntoView({ block: "nearest" }); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  if (rows.length) choose(0, false);
  return { holder: element("div", { class: "spans" }, tree, detail), move };
}
