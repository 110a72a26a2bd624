// A small subset of Markdown as DOM nodes: headings, lists, quotations, code, tables, emphasis, links.
//
// Nothing is ever parsed as HTML, and nothing is loaded. Every text node knows its place in the
// source, so that a quotation has exact offsets.

import { element } from "./dom.js";
import { appendText } from "./text.js";

const INLINE = /(`+)([^`]|[^`][^]*?[^`])\1(?!`)|\*\*(?=\S)([^]+?\S)\*\*|__(?=\S)([^]+?\S)__(?!\w)|\*(?=[^\s*])([^*]*[^\s*])\*|(?<!\w)_(?=[^\s_])([^_]*[^\s_])_(?!\w)|(!?)\[([^[\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)|\bhttps?:\/\/[^\s<>"'`|]+[^\s<>"'`|.,;:!?)\]}*_]/g;

/** Returns an address that a link may have, or null. */
export function safeAddress(text) {
  // Browsers ignore control characters in a scheme, so a text with one is not an address.
  if (/[\u0000-\u0020\u007f-\u009f]/.test(text)) return null;
  return /^(https?:\/\/|mailto:)[^\s]/i.test(text) ? text : null;
}

function link(address, label) {
  const made = element("a", { href: address, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" });
  made.append(label);
  return made;
}

/** Returns a place further on; text that is not quoted has none. */
function moved(origin, start) { return origin && { ...origin, start: origin.start + start }; }

/** Appends text with inline marks. */
function inline(parent, text, origin, depth = 0) {
  const at = (start) => moved(origin, start);
  if (depth > 6 || text.length > 20_000) {
    appendText(parent, text, origin);
    return;
  }
  let done = 0;
  for (const found of text.matchAll(INLINE)) {
    appendText(parent, text.slice(done, found.index), at(done));
    done = found.index + found[0].length;
    const [whole, ticks, code, strong, strongToo, emphasis, emphasisToo, bang, label, address] = found;
    const nested = (tag, inner, start) => {
      const made = element(tag);
      inline(made, inner, at(found.index + start), depth + 1);
      parent.append(made);
    };
    if (ticks) {
      const made = element("code");
      appendText(made, code, at(found.index + ticks.length));
      parent.append(made);
    } else if (strong ?? strongToo) nested("strong", strong ?? strongToo, 2);
    else if (emphasis ?? emphasisToo) nested("em", emphasis ?? emphasisToo, 1);
    else if (address !== undefined) {
      const safe = bang ? null : safeAddress(address);
      const start = found.index + bang.length + 1;
      if (safe) {
        const holder = document.createDocumentFragment();
        inline(holder, label || address, label ? at(start) : at(start + 2), depth + 1);
        parent.append(link(safe, holder));
        if (label) {
          // The address is visible, so that a link cannot pretend to lead elsewhere.
          const shown = element("span", { class: "address" });
          appendText(shown, ` (${address})`);
          parent.append(shown);
        }
      } else {
        appendText(parent, whole, at(found.index));
      }
    } else {
      const safe = safeAddress(whole);
      const holder = document.createDocumentFragment();
      appendText(holder, whole, at(found.index));
      parent.append(safe ? link(safe, holder) : holder);
    }
  }
  appendText(parent, text.slice(done), at(done));
}

/** Cuts a text into lines with their places. */
function linesOf(text) {
  const lines = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ text: line.endsWith("\r") ? line.slice(0, -1) : line, start });
    start += line.length + 1;
  }
  return lines;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s+(?=\S)/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(?=\S)/;
const QUOTE = /^ {0,3}>\s?/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * Appends a text as Markdown.
 *
 * @param {Node} parent the element to append to
 * @param {string} text the text
 * @param origin where the text comes from: {spanID, path, start}
 */
export function appendMarkdown(parent, text, origin) { blocks(parent, linesOf(text), origin, 0); }

function blocks(parent, lines, origin, depth) {
  const at = (start) => moved(origin, start);
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    const fence = FENCE.exec(line.text);
    if (!line.text.trim()) {
      index += 1;
    } else if (fence) {
      const mark = fence[1];
      const code = element("code");
      index += 1;
      const first = index;
      while (index < lines.length && !(lines[index].text.trim().startsWith(mark) && /^[`~]+$/.test(lines[index].text.trim()))) {
        appendText(code, (index > first ? "\n" : "") + lines[index].text, at(lines[index].start - (index > first ? 1 : 0)));
        index += 1;
      }
      index += 1;
      parent.append(element("pre", { tabindex: 0 }, code));
    } else if (RULE.test(line.text)) {
      parent.append(element("hr"));
      index += 1;
    } else if (HEADING.test(line.text)) {
      const skip = HEADING.exec(line.text)[0].length;
      // Headings of a message do not belong to the outline of the page.
      const heading = element("p", { class: "heading" });
      inline(heading, line.text.slice(skip), at(line.start + skip));
      parent.append(heading);
      index += 1;
    } else if (QUOTE.test(line.text) && depth < 5) {
      const inner = [];
      while (index < lines.length && QUOTE.test(lines[index].text)) {
        const skip = QUOTE.exec(lines[index].text)[0].length;
        inner.push({ text: lines[index].text.slice(skip), start: lines[index].start + skip });
        index += 1;
      }
      const quote = element("blockquote");
      blocks(quote, inner, origin, depth + 1);
      parent.append(quote);
    } else if (ITEM.test(line.text) && depth < 5) {
      index = list(parent, lines, index, origin, depth);
    } else if (line.text.includes("|") && TABLE_RULE.test(lines[index + 1]?.text ?? "") && lines[index + 1].text.includes("-")) {
      index = table(parent, lines, index, at);
    } else {
      const paragraph = element("p");
      let isFirst = true;
      while (index < lines.length && lines[index].text.trim() && (isFirst || !startsBlock(lines[index].text))) {
        if (!isFirst) paragraph.append(element("br"));
        inline(paragraph, lines[index].text, at(lines[index].start));
        isFirst = false;
        index += 1;
      }
      parent.append(paragraph);
    }
  }
}

function startsBlock(text) {
  return FENCE.test(text) || HEADING.test(text) || ITEM.test(text) || QUOTE.test(text) || RULE.test(text);
}

function list(parent, lines, from, origin, depth) {
  let index = from;
  const [, indent, mark] = ITEM.exec(lines[from].text);
  const isNumbered = /\d/.test(mark);
  const made = element(isNumbered ? "ol" : "ul");
  if (isNumbered && parseInt(mark, 10) !== 1) made.setAttribute("start", String(parseInt(mark, 10)));
  while (index < lines.length) {
    const found = ITEM.exec(lines[index].text);
    if (!found || found[1].length !== indent.length || /\d/.test(found[2]) !== isNumbered) break;
    const skip = found[0].length;
    const inner = [{ text: lines[index].text.slice(skip), start: lines[index].start + skip }];
    index += 1;
    while (index < lines.length) {
      const { text, start } = lines[index];
      const deep = text.length - text.trimStart().length > indent.length;
      if (!text.trim() ? !/^\s+\S/.test(lines[index + 1]?.text ?? "") || (lines[index + 1].text.search(/\S/) <= indent.length) : !deep) break;
      const cut = Math.min(skip, text.length - text.trimStart().length);
      inner.push({ text: text.slice(cut), start: start + cut });
      index += 1;
    }
    const item = element("li");
    if (inner.length === 1) {
      inline(item, inner[0].text, moved(origin, inner[0].start));
    } else {
      blocks(item, inner, origin, depth + 1);
    }
    made.append(item);
  }
  parent.append(made);
  return index;
}

function table(parent, lines, from, at) {
  const row = (line, tag) => {
    const made = element("tr");
    const inner = /^\s*\|/.test(line.text) ? line.text.indexOf("|") + 1 : 0;
    let start = inner;
    const text = line.text.replace(/\|\s*$/, "");
    for (const cell of text.slice(inner).split("|")) {
      const lead = cell.length - cell.trimStart().length;
      const holder = element(tag);
      inline(holder, cell.trim(), at(line.start + start + lead));
      made.append(holder);
      start += cell.length + 1;
    }
    return made;
  };
  const made = element("table", {}, element("thead", {}, row(lines[from], "th")));
  const body = element("tbody");
  let index = from + 2;
  while (index < lines.length && lines[index].text.includes("|")) {
    body.append(row(lines[index], "td"));
    index += 1;
  }
  made.append(body);
  parent.append(element("div", { class: "table", tabindex: 0, role: "group", "aria-label": "table" }, made));
  return index;
}
