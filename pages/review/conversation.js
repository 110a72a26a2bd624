// A trace as cards, a tree or plain JSON, with long parts folded.

import { element, fill, icon } from "./dom.js";
import { appendText, countOf } from "./text.js";
import { appendMarkdown } from "./markdown.js";
import { cardsOf } from "./reading.js";

/** The most that is shown of a text before it is folded. */
const FOLD_LINES = 60;
const FOLD_LENGTH = 6_000;
/** The most that is added at once when a long text is unfolded. */
const PIECE = 200_000;

const ROLES = {
  user: ["user", "User"], human: ["user", "User"], assistant: ["assistant", "Assistant"], ai: ["assistant", "Assistant"],
  model: ["assistant", "Assistant"], system: ["system", "System"], developer: ["system", "Developer"], tool: ["tool", "Tool"],
  document: ["document", "Document"], expected: ["expected", "Expected"], inputs: ["chain", "Inputs"],
};

function roleOf(card) { return Object.hasOwn(ROLES, card.role) ? ROLES[card.role] : ["chain", null]; }

/** Returns where a text is cut if it is long, at the end of a line if one is near. */
function foldAt(text) {
  let place = 0;
  for (let line = 0; line < FOLD_LINES - 20; line += 1) {
    const next = text.indexOf("\n", place);
    if (next < 0 || next > FOLD_LENGTH) break;
    place = next + 1;
  }
  if (text.length <= FOLD_LENGTH) {
    const isLong = text.split("\n", FOLD_LINES + 1).length > FOLD_LINES;
    return isLong ? place : null;
  }
  const cut = place > 500 ? place : FOLD_LENGTH - 2_000;
  // Two halves of one character stay together.
  return /[\ud800-\udbff]/.test(text[cut - 1]) ? cut - 1 : cut;
}

function showMore(text, cut) {
  const rest = text.slice(cut, cut + 2_000_000);
  const lines = rest.split("\n").length;
  return lines > 2 ? `show ${countOf(lines, "more line")}` : `show ${(text.length - cut).toLocaleString("en")} more characters`;
}

/** Appends a text that may be long: first its beginning, with a button for the rest. */
function longText(holder, text, origin, isMarkdown) {
  const append = (from, to) => {
    const piece = text.slice(from, to);
    const place = { ...origin, start: from };
    if (isMarkdown && piece.length <= PIECE) appendMarkdown(holder, piece, place);
    else appendText(holder, piece, place);
  };
  const cut = foldAt(text);
  if (cut === null) {
    append(0, text.length);
    return;
  }
  const unfold = (from) => {
    const button = element("button", {
      type: "button", class: "more",
      on: { click: () => {
        button.remove();
        const to = Math.min(text.length, from + PIECE);
        append(from, to);
        if (to < text.length) unfold(to);
      } },
    }, showMore(text, from));
    holder.append(button);
  };
  append(0, cut);
  unfold(cut);
}

/** Returns a part of a message: a text, or JSON that can be folded. */
export function partElement(part, isMarkdown) {
  const holder = element("div", { class: "part", dir: "auto" });
  if (part.label) {
    const label = element("div", { class: "part-label" });
    appendText(label, part.label);
    holder.append(label);
  }
  if (part.note) {
    const note = element("p", { class: "note" });
    appendText(note, part.note);
    holder.append(note);
  } else if (typeof part.value === "string") {
    const text = element("div", { class: isMarkdown ? "text" : "text plain", dir: "auto" });
    longText(text, part.value, { spanID: part.spanID, path: part.path, start: 0, source: part.value }, isMarkdown);
    holder.append(text);
  } else {
    holder.append(jsonElement(part.value, part.path, part.spanID, 0));
  }
  return holder;
}

function jsonElement(value, path, spanID, depth) {
  if (value === null || typeof value !== "object") {
    const leaf = element("span", { class: `json-${value === null ? "null" : typeof value}`, dir: "auto" });
    if (typeof value === "string") longText(leaf, value, { spanID, path, start: 0, source: value }, false);
    else leaf.append(String(value));
    return leaf;
  }
  const entries = Array.isArray(value) ? value.map((member, index) => [index, member]) : Object.entries(value);
  const size = countOf(entries.length, Array.isArray(value) ? "item" : "member");
  if (!entries.length) return element("span", { class: "json-null" }, Array.isArray(value) ? "[ ]" : "{ }");
  const isPlain = Array.isArray(value) && value.every((member) => member === null || typeof member !== "object");
  const list = element("ul", { class: isPlain ? "json plain-items" : "json" });
  const write = (from) => {
    for (const [key, member] of entries.slice(from, from + 200)) {
      const name = element("span", { class: "json-key" });
      appendText(name, String(key));
      const pointer = `${path}/${String(key).replace(/~/g, "~0").replace(/\//g, "~1")}`;
      list.append(element("li", {}, isPlain ? null : name, jsonElement(member, pointer, spanID, depth + 1)));
    }
    if (entries.length > from + 200) {
      const button = element("button", { type: "button", class: "more", on: { click: () => { row.remove(); write(from + 200); } } },
        `show ${entries.length - from - 200} more`);
      const row = element("li", {}, button);
      list.append(row);
    }
  };
  if (depth === 0) {
    write(0);
    return list;
  }
  const fold = element("details", { class: "json-fold", open: depth < 3 && entries.length <= 20 }, element("summary", {}, size));
  const isOpen = fold.open;
  if (isOpen) write(0);
  fold.addEventListener("toggle", () => { if (fold.open && !list.childElementCount) write(0); });
  fold.append(list);
  return fold;
}

/** Returns the cards of a trace; the system prompt is folded if the last trace had the same. */
export function conversationElement(trace, lastSystem) {
  const holder = element("div", { class: "conversation" });
  let system = "";
  for (const card of cardsOf(trace)) {
    const [picture, word] = roleOf(card);
    const title = element("div", { class: "card-title" }, icon(picture));
    const name = element("span", { class: "role" });
    appendText(name, word ?? card.role);
    title.append(name);
    if (card.number) title.append(` ${card.number}`);
    if (card.name) {
      const shown = element("span", { class: "card-name", dir: "auto" });
      appendText(shown, card.name);
      title.append(shown);
    }
    const box = element("section", { class: `card role-${picture}`, tabindex: -1, "aria-label": `${word ?? "message"}${card.number ? ` ${card.number}` : ""}` });
    const isMarkdown = ["user", "assistant", "document", "expected"].includes(picture);
    const parts = card.parts.map((part) => partElement(part, isMarkdown));
    for (const [label, list] of [["called with", card.calls], ["result", card.results]]) {
      if (list?.length) parts.push(element("div", { class: "part-label" }, label), ...list.map((part) => partElement(part, false)));
    }
    if (!parts.length) parts.push(element("p", { class: "note" }, "empty"));
    if (picture === "system") {
      const text = card.parts.map((part) => String(part.value ?? "")).join("\n");
      system += text;
      const fold = element("details", { class: "system-fold", open: text.length < 400 && text !== lastSystem }, element("summary", {}, title, text === lastSystem && lastSystem ? element("span", { class: "note" }, "the same as before") : null));
      fold.append(...parts);
      box.append(fold);
    } else {
      box.append(title, ...parts);
    }
    holder.append(box);
  }
  if (!holder.childElementCount) holder.append(element("p", { class: "note" }, "The trace is empty."));
  return { holder, system };
}

/** Returns a trace as JSON text. */
export function rawElement(trace) {
  const text = JSON.stringify(trace, null, 2);
  const holder = element("div", { class: "raw" });
  longText(holder, text, null, false);
  return holder;
}

/** Unfolds or folds everything in an element. */
export function foldAll(root, isOpen) {
  if (isOpen) {
    // Unfolding shows more that can be unfolded; a limit keeps the page quick.
    for (let round = 0; round < 4; round += 1) {
      for (const fold of root.querySelectorAll("details:not([open])")) fold.open = true;
      for (const button of root.querySelectorAll("button.more")) button.click();
    }
  } else {
    for (const fold of root.querySelectorAll("details[open]")) fold.open = false;
  }
}

/** Shows a message in place of a trace. */
export function emptyElement(...lines) {
  return fill(element("div", { class: "empty" }), ...lines.map((line) => (typeof line === "string" ? element("p", {}, line) : line)));
}
