// The list of traces: only the rows in view are in the page.

import { element, fill } from "./dom.js";
import { appendText, countOf } from "./text.js";

const ROW = 52;

/** The filters of the list: a name and which rows they keep. */
const FILTERS = [
  ["all", "All", () => true],
  ["open", "To do", (row) => row.isOpen],
  ["labelled", "Labeled", (row) => row.isLabelled],
  ["skipped", "Skipped", (row) => row.state === "skipped"],
  ["flagged", "Flagged", (row) => row.isFlagged],
];

const SIGNS = { new: "○", viewed: "◌", draft: "◐", labelled: "●", partly: "◑", skipped: "–" };
const WORDS = { new: "new", viewed: "seen", draft: "begun", labelled: "labeled", partly: "partly labeled", skipped: "skipped" };

export class QueueList {
  /** @param onOpen takes the id of a chosen trace */
  constructor(onOpen, onSearch) {
    this.rows = [];
    this.filter = "all";
    this.current = null;
    this.search = element("input", {
      type: "search", id: "search", placeholder: "Find in all traces", "aria-label": "Find traces that contain a text",
      autocomplete: "off", spellcheck: "false",
      on: {
        keydown: (event) => {
          if (event.key === "Enter") { event.preventDefault(); onSearch(this.search.value.trim()); this.search.blur(); }
          if (event.key === "Escape") { event.preventDefault(); this.search.value = ""; onSearch(""); this.search.blur(); }
        },
        search: () => { if (!this.search.value) onSearch(""); },
      },
    });
    this.select = element("select", { "aria-label": "Which traces are listed", on: { change: () => { this.filter = this.select.value; this.draw(true); } } });
    this.list = element("ol", { class: "rows" });
    this.view = element("div", { class: "rows-view", tabindex: -1, on: { scroll: () => this.drawRows() } }, this.list);
    this.note = element("p", { class: "rows-note note" });
    this.element = element("nav", { class: "rail", id: "rail", "aria-label": "Traces" },
      element("div", { class: "rail-head" }, this.search, this.select), this.note, this.view);
    this.onOpen = onOpen;
    new ResizeObserver(() => this.drawRows()).observe(this.view);
  }

  /**
   * Shows rows.
   *
   * @param rows [{id, preview(), state, isOpen, isLabelled, isFlagged, label}]; a preview is {title, turns}
   * @param {string|null} current the id of the trace that is shown
   * @param {Set|null} matching the ids that match a search
   */
  show(rows, current, matching) {
    const isMoved = current !== this.current;
    this.rows = rows;
    this.matching = matching;
    this.current = current;
    this.draw(isMoved);
  }

  draw(isMoved) {
    const counts = FILTERS.map(([id, name, keeps]) => [id, name, this.rows.filter(keeps).length]);
    if (!this.select.childElementCount) for (const [id] of FILTERS) this.select.append(element("option", { value: id }));
    counts.forEach(([, name, count], index) => { this.select.options[index].textContent = `${name} (${count})`; });
    this.select.value = this.filter;
    const keeps = FILTERS.find(([id]) => id === this.filter)[2];
    this.shown = this.rows.filter((row) => keeps(row) && (this.matching?.has(row.id) ?? true));
    this.note.textContent = this.matching ? `${countOf(this.shown.length, "trace")} with the text; Esc in the box ends the search` : this.shown.length ? "" : "no traces";
    this.note.hidden = !this.note.textContent;
    this.list.style.height = `${this.shown.length * ROW}px`;
    const place = this.shown.findIndex((row) => row.id === this.current);
    if (isMoved && place >= 0) {
      const top = place * ROW;
      const { scrollTop, clientHeight } = this.view;
      if (top < scrollTop + ROW || top > scrollTop + clientHeight - 2 * ROW) this.view.scrollTop = Math.max(0, top - clientHeight / 3);
    }
    this.drawRows();
  }

  drawRows() {
    if (!this.shown) return;
    const first = Math.max(0, Math.floor(this.view.scrollTop / ROW) - 5);
    const last = Math.min(this.shown.length, Math.ceil((this.view.scrollTop + (this.view.clientHeight || 800)) / ROW) + 5);
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    fill(this.list, this.shown.slice(first, last).map((row, index) => this.row(row, first + index)));
    if (focused) this.list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  row(row, place) {
    const preview = row.preview();
    const title = element("span", { class: "row-title", dir: "auto" });
    appendText(title, preview.title);
    const facts = element("span", { class: "row-facts" });
    const label = element("span", { class: "row-label", dir: "auto" });
    if (row.label) appendText(label, row.label);
    facts.append(
      row.label ? label : element("span", {}, WORDS[row.state]),
      preview.turns > 1 ? ` · ${preview.turns} turns` : "", row.isFlagged ? " · " : "", row.isFlagged ? element("span", { class: "flag-word" }, "⚑ flagged") : "");
    const button = element("button", {
      type: "button", class: `row state-${row.state}`, "data-id": row.id, "aria-current": row.id === this.current ? "true" : null,
      on: { click: () => this.onOpen(row.id) },
    }, element("span", { class: "dot", "aria-hidden": "true" }, SIGNS[row.state]), title, facts);
    const item = element("li", { "aria-setsize": this.shown.length, "aria-posinset": place + 1 }, button);
    item.style.top = `${place * ROW}px`;
    return item;
  }
}
