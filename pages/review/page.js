// The page: a session, the trace that it shows, and the reviewer's keys.

import { element, fill, keycap } from "./dom.js";
import { appendText, countOf, durationText } from "./text.js";
import { Session, itemKey } from "./session.js";
import { valueText } from "./values.js";
import { appendMarkdown } from "./markdown.js";
import { conversationElement, emptyElement, foldAll, rawElement } from "./conversation.js";
import { treeElement } from "./tree.js";
import { selectedEvidence, showEvidence, showFound } from "./evidence.js";
import { QuestionPanel } from "./questions.js";
import { QueueList } from "./queue.js";
import { askText, showHelp } from "./dialogs.js";
import { actionFor, binaryLetters, takesText } from "./keys.js";

const VIEWS = [["conversation", "Conversation"], ["spans", "Spans"], ["raw", "Raw"]];

const NOTICES = {
  noTrace: () => "No trace is shown.",
  reasonKept: () => "The reason is kept for your label.",
  reasonRemoved: () => "The reason is removed.",
  alreadyLabelled: () => "The trace has your label: undo it first.",
  nothingToUndo: () => "There is nothing to undo since the page was opened.",
  isFirst: () => "This is the first trace.",
  isLast: () => "This is the last trace.",
  missing: (notice) => `The trace ${notice.traceID} is not there any more.`,
  flagged: () => "Flagged for discussion.",
  flagRemoved: () => "The flag is removed.",
  flagRestored: () => "The flag is back.",
  takenBack: (notice) => (notice.keepsReason ? "Your label is undone; its reason is kept for the next one." : "Your label is undone."),
  earlierLabelRestored: () => "Your earlier label counts again.",
  skipUndone: () => "The trace is to do again.",
  matches: (notice) => `${countOf(notice.count, "label")} to do on traces with the text.`,
  noMatch: (_, matches) => (matches ? `${countOf(matches.size, "trace")} with the text, which you have labeled or skipped: see the list.` : "No trace contains the text."),
  searchEnded: () => "All traces are listed again.",
  searchExhausted: () => "No other trace contains the text; all traces are listed again.",
  failed: (notice) => notice.reason,
};

const now = () => performance.now() / 1_000;

export class Page {
  constructor(source, settings) {
    this.source = source;
    this.settings = settings;
    this.queue = [];
    this.isBusy = false;
    this.view = "conversation";
    this.viewed = new Set();
    this.answers = new Map();
    this.shownTrace = null;
    this.system = { id: null, text: "", before: "" };
    this.found = "";
    this.matches = null;
    this.rows = new Map();
  }

  async start() {
    const opened = await this.source.open();
    this.opened = opened;
    this.questions = new Map(opened.questions.map((question) => [question.name, question]));
    for (const [item, answer] of opened.answers ?? []) this.answers.set(itemKey(item), answer);
    this.session = new Session({ ...opened, setup: { ...opened.setup, advances: this.settings.get("advances") } });
    document.title = `${opened.questions.map((question) => question.name).join(", ")} · git-judge`;
    this.build();
    this.source.onChange = () => this.otherTab();
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.source.status().isSafe) event.preventDefault();
    });
    await this.carryOut(this.session.start());
    this.draw();
  }

  question(item) { return this.questions.get(item.question) ?? this.opened.questions[0]; }

  // Commands and effects, one after another

  /** Performs a command; a command about another item than the current one is left out. */
  dispatch(command, item = null) {
    this.queue.push([command, item && itemKey(item)]);
    if (!this.isBusy) this.work();
  }

  async work() {
    this.isBusy = true;
    while (this.queue.length) {
      const [command, key] = this.queue.shift();
      if (key && (!this.session.current || itemKey(this.session.current) !== key)) continue;
      if (command.type !== "draft" && command.type !== "detail") this.said = null;
      const before = this.session.current;
      const effects = this.session.perform(command);
      await this.carryOut(effects);
      if (command.type === "answer" && this.session.stage !== "explaining" && before) this.answered(before);
      this.draw();
    }
    this.isBusy = false;
  }

  async carryOut(effects) {
    const list = [...effects];
    while (list.length) {
      const effect = list.shift();
      const item = effect.item ?? effect.answer?.item;
      if (item) this.rows.delete(item.trace_id);
      let event;
      try {
        event = await this.source.carryOut(effect, this.seconds());
      } catch (error) {
        event = { type: "failed", reason: String(error?.message ?? error) };
      }
      if (event?.type === "found") this.matches = event.traces.length ? new Set(event.traces) : null;
      if (event) list.push(...this.session.handle(event, now()));
    }
  }

  /** The seconds since the current trace was shown, for a label. */
  seconds() {
    const { shownAt } = this.session;
    return shownAt === null ? null : Math.round((now() - shownAt) * 10) / 10;
  }

  answer(value) {
    if (this.session.current) this.answers.delete(itemKey(this.session.current));
    this.dispatch({ type: "answer", value }, this.session.current);
  }

  answered(item) {
    const given = this.session.given.get(itemKey(item));
    if (!given || this.session.notice) return;
    this.last = { item, text: valueText(this.question(item), given.value) };
    this.say(`${this.questions.size > 1 ? `${this.question(item).name}: ` : ""}${this.last.text}. ${this.left()}`, "done");
  }

  keepAnswer(item, answer) {
    this.answers.set(itemKey(item), answer);
    this.source.carryOut({ type: "keepAnswer", item, answer });
  }

  left() {
    const { left } = this.session;
    return left === 0 ? "All done." : `${left} to do.`;
  }

  otherTab() {
    this.say("Labels were changed in another tab.", "warning");
    fill(this.reload, element("button", { type: "button", on: { click: () => location.reload() } }, "Reload"));
  }

  // What questions ask of the page

  goTo(item) { this.dispatch({ type: "open", item }); }

  /** Earlier reasons for a question, the last first. */
  reasons(name) {
    const { given, items, places } = this.session;
    const texts = [...given].filter(([key, label]) => label.rationale && items[places.get(key)]?.question === name)
      .map(([, label]) => label.rationale);
    return [...new Set(texts.reverse())];
  }

  knownTags() {
    const used = [...this.session.given.values()].flatMap((given) => given.details?.tags ?? []);
    return [...new Set([...this.settings.get("tags"), ...used])].filter((tag) => typeof tag === "string");
  }

  /** Shows a sentence, and reads it to those who listen. */
  say(text, kind = "") {
    this.said = { text, kind };
    this.drawNotice();
  }

  // Actions of keys and buttons

  async act(id) {
    const { session } = this;
    const item = session.current;
    switch (id) {
      case "next": this.moveTrace(1); break;
      case "previous": this.moveTrace(-1); break;
      case "submit": if (item) this.panel.submit(); else this.dispatch({ type: "advance" }); this.goOn(); break;
      case "rationale": this.openReason(); break;
      case "tags": this.panel.tagInput?.focus(); break;
      case "unsure": if (item) this.panel.toggleUnsure(); break;
      case "skip": await this.skip(); break;
      case "flag": await this.flag(); break;
      case "undo": this.dispatch({ type: "undo" }); break;
      case "nextTurn": this.moveTurn(1); break;
      case "previousTurn": this.moveTurn(-1); break;
      case "expand": foldAll(this.content, true); this.mark(); break;
      case "collapse": foldAll(this.content, false); break;
      case "view": this.setView(VIEWS[(VIEWS.findIndex(([name]) => name === this.view) + 1) % VIEWS.length][0]); break;
      case "find": this.showRail(true); this.list.search.focus(); this.list.search.select(); break;
      case "guidelines": this.toggleGuidelines(); break;
      case "help": this.help(); break;
      case "save": this.say(await this.source.save(), "done"); this.draw(); break;
      default: break;
    }
  }

  /** Goes on from a choice that has its label, as Enter does after a label that stays. */
  goOn() {
    const { session, panel } = this;
    const item = session.current;
    if (!item || session.setup.advances || !session.given.has(itemKey(item))) return;
    if (panel.question.form === "choice") this.dispatch({ type: "advance" });
  }

  /** Goes to the next or previous trace, past the other questions of this one. */
  moveTrace(delta) {
    const { session } = this;
    const start = session.position ?? session.items.length;
    const here = session.current;
    const isHere = (item) => here && item.trace_id === here.trace_id && (item.repeat ?? 0) === (here.repeat ?? 0);
    let place = start + delta;
    while (session.items[place] && (isHere(session.items[place]) || !session.isReachable(session.items[place]))) place += delta;
    const found = session.items[place];
    if (!found) {
      this.dispatch({ type: delta > 0 ? "next" : "previous" });
      if (here) this.say(delta > 0 ? NOTICES.isLast() : NOTICES.isFirst());
      return;
    }
    this.openTrace(found.trace_id, found.repeat ?? 0);
  }

  /** Opens a trace at its first question without a label. */
  openTrace(id, repeat = null) {
    const items = this.session.items.filter((item) => item.trace_id === id && (repeat === null || (item.repeat ?? 0) === repeat) && this.session.canBeShown(item));
    const item = items.find((one) => this.session.isOpen(one)) ?? items[0];
    if (item) this.dispatch({ type: "open", item });
  }

  openReason() {
    if (!this.session.card) return;
    const evidence = selectedEvidence(this.content);
    if (evidence) {
      this.panel.addQuote(evidence);
      window.getSelection().removeAllRanges();
    }
    this.panel.reason.focus();
    this.panel.reason.setSelectionRange(this.panel.reason.value.length, this.panel.reason.value.length);
  }

  async skip() {
    const { session } = this;
    const item = session.current;
    if (!item) return;
    if (session.given.has(itemKey(item))) {
      this.say(NOTICES.alreadyLabelled());
      return;
    }
    const open = this.panel.together.filter((other) => session.isOpen(other));
    const reason = await askText({
      title: "Skip the trace", label: "Why? (may be empty)", button: "Skip",
      chips: ["not enough information", "not my field", "cannot be judged"],
    });
    if (reason === null) return;
    for (const other of [item, ...open.filter((one) => itemKey(one) !== itemKey(item))]) {
      this.dispatch({ type: "open", item: other });
      this.dispatch({ type: "skip", reason }, other);
    }
  }

  async flag() {
    const item = this.session.current;
    if (!item) return;
    if (this.session.flags.has(item.trace_id)) {
      this.dispatch({ type: "flag", note: "" }, item);
      return;
    }
    const note = await askText({ title: "Flag for discussion", label: "What should the team discuss? (may be empty)", button: "Flag" });
    if (note !== null) this.dispatch({ type: "flag", note }, item);
  }

  help() {
    showHelp(this.settings, {
      extra: [[["Ctrl S"], this.source.saveText ?? "save the labels to a file"]],
      onChange: () => {
        this.session.setup.advances = this.settings.get("advances");
        this.panel.refresh();
      },
    });
  }

  // Keys

  key(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const { key, target } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.altKey && !event.shiftKey) {
      if (key.toLowerCase() === "s") { event.preventDefault(); this.act("save"); }
      if (key.toLowerCase() === "z" && !takesText(target)) { event.preventDefault(); this.act("undo"); }
      return;
    }
    if (isCommand || event.altKey) return;
    if (key === "Escape") {
      if (takesText(target)) { event.preventDefault(); target.blur(); this.title.focus({ preventScroll: true }); }
      else if (document.body.classList.contains("rail-open")) this.showRail(false);
      return;
    }
    if (takesText(target)) return;
    if (key === "Tab") { this.tab(event); return; }
    // Enter and arrows belong to the control that has the focus.
    const isControl = target instanceof HTMLElement && target.closest("button, a, summary, select, input, [role=radio]");
    if (isControl && (key === "Enter" || key === " ")) return;
    const action = actionFor(key, this.settings);
    // A key that is held down moves, and does nothing else: it must not label one trace after another.
    if (event.repeat && !["next", "previous", "nextTurn", "previousTurn"].includes(action?.id)) return;
    if (this.answerKey(key)) { event.preventDefault(); return; }
    if (!action) return;
    event.preventDefault();
    this.act(action.id);
  }

  /** Chooses an answer by a digit or letter, or begins to type a number. */
  answerKey(key) {
    const { panel } = this;
    const { question } = panel;
    if (!question || !this.session.card) return false;
    if (question.form === "choice" || question.form === "choices") {
      if (/^[1-9]$/.test(key)) return panel.choose(Number(key) - 1);
      const place = this.settings.get("letters") ? binaryLetters(question)[key] : undefined;
      return place !== undefined && panel.choose(place);
    }
    if (question.form === "number" && /^[-\d.]$/.test(key)) {
      panel.box.focus();
      panel.box.value = key;
      panel.box.dispatchEvent(new Event("input"));
      return true;
    }
    return false;
  }

  /** Goes to the next question of the trace, if the focus is not on a control of this one. */
  tab(event) {
    const together = this.panel.together;
    const place = together.findIndex((item) => itemKey(item) === itemKey(this.session.current));
    const isFree = document.activeElement === document.body || document.activeElement === this.title
      || document.activeElement?.getAttribute("role") === "radio";
    const next = together[place + (event.shiftKey ? -1 : 1)];
    if (!isFree || !next || place < 0) return;
    event.preventDefault();
    this.goTo(next);
  }

  // Elements

  build() {
    const { opened } = this;
    this.progress = element("progress", { max: 1, "aria-label": "Labeled" });
    this.progressText = element("span", { class: "progress-text" });
    this.statusText = element("span", { class: "status-text" });
    this.notice = element("p", { class: "notice", role: "status", "aria-live": "polite" });
    this.reload = element("span");
    this.saveButton = element("button", { type: "button", class: "save", on: { click: () => this.act("save") } }, this.source.saveLabel ?? "Save labels ", keycap("Ctrl S"));
    this.railButton = element("button", { type: "button", class: "rail-button", "aria-controls": "rail", "aria-expanded": "false", on: { click: () => this.showRail(!document.body.classList.contains("rail-open")) } }, "Traces");
    const who = element("span", { class: "who", dir: "auto" });
    appendText(who, `${opened.experiment ? `${opened.experiment} · ` : ""}${opened.reviewer}`);
    const header = element("header", { class: "top" }, this.railButton,
      element("div", { class: "progress" }, this.progress, this.progressText), who,
      element("div", { class: "top-right" }, this.statusText, this.reload, this.source.take ? this.openButton() : null, this.saveButton,
        element("button", { type: "button", class: "help-button", "aria-label": "Keys and settings", on: { click: () => this.help() } }, keycap("?"), element("span", { class: "wide" }, " Keys"))));
    this.list = new QueueList((id) => { this.openTrace(id); this.showRail(false); }, (text) => this.search(text));
    this.title = element("h1", { tabindex: -1, class: "trace-title" });
    this.tabs = element("div", { role: "tablist", class: "tabs", "aria-label": "Views of the trace" }, VIEWS.map(([name, text]) => element("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "content", on: { click: () => this.setView(name), keydown: (event) => this.tabKey(event) },
    }, text)));
    this.content = element("div", { id: "content", role: "tabpanel", class: "content", tabindex: 0, "aria-label": "Trace" });
    const main = element("main", { class: "trace" }, element("div", { class: "trace-head" }, this.title, this.tabs), this.content, this.notice);
    this.panel = new QuestionPanel(this);
    this.guidelines = element("details", {
      class: "guidelines", open: this.settings.get("guidelines") && window.innerWidth >= 1024,
      on: { toggle: () => { if (window.innerWidth >= 1024) this.settings.set("guidelines", this.guidelines.open); } },
    });
    this.aside = element("aside", { class: "side", "aria-label": "Questions" }, this.guidelines, this.panel.element);
    document.body.append(element("a", { class: "skip-link", href: "#content" }, "Skip to the trace"), header, this.list.element, main, this.aside);
    document.body.classList.add("review");
  }

  openButton() {
    const input = element("input", { type: "file", accept: ".json,application/json", hidden: true, on: { change: async () => {
      const file = input.files[0];
      if (!file) return;
      const result = this.source.take(await file.text());
      if (result.problem) this.say(result.problem, "warning");
      else location.reload();
    } } });
    return element("span", {}, input, element("button", { type: "button", class: "quiet", title: "Go on with labels that were saved to a file", on: { click: () => input.click() } }, "Open saved…"));
  }

  showRail(isOpen) {
    document.body.classList.toggle("rail-open", isOpen);
    this.railButton.setAttribute("aria-expanded", String(isOpen));
  }

  toggleGuidelines() {
    this.guidelines.open = !this.guidelines.open;
    (this.guidelines.open ? this.guidelines.querySelector("summary") : this.title)?.focus();
  }

  setView(name) {
    this.view = name;
    this.shownTrace = null;
    this.draw();
  }

  tabKey(event) {
    const delta = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!delta) return;
    event.preventDefault();
    event.stopPropagation();
    const place = VIEWS.findIndex(([name]) => name === this.view);
    this.setView(VIEWS[(place + delta + VIEWS.length) % VIEWS.length][0]);
    document.getElementById(`tab-${this.view}`).focus();
  }

  moveTurn(delta) {
    if (this.view === "spans") { this.tree?.move(delta); return; }
    const cards = [...this.content.querySelectorAll(".card")];
    const place = cards.indexOf(document.activeElement?.closest?.(".card"));
    const next = cards[place < 0 ? (delta > 0 ? 0 : cards.length - 1) : place + delta];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  search(text) {
    this.found = text;
    this.matches = null;
    this.showRail(false);
    this.dispatch({ type: "search", text });
    this.title.focus({ preventScroll: true });
  }

  // Drawing

  draw() {
    this.drawTop();
    this.drawRail();
    this.drawTrace();
    this.panel.draw();
    this.drawGuidelines();
    this.mark();
    this.drawNotice();
  }

  drawTop() {
    const { session } = this;
    const total = session.labelled + session.left;
    this.progress.max = Math.max(1, total);
    this.progress.value = session.labelled;
    const time = session.paces.length >= 3 && session.left ? `, ${durationText(session.secondsLeft)} left` : "";
    fill(this.progressText, `${session.labelled} / ${total}`, element("span", { class: "time-left" }, time));
    const status = this.source.status();
    this.statusText.textContent = status.text;
    this.statusText.className = `status-text${status.isBroken ? " warning" : ""}`;
    this.saveButton.classList.toggle("primary", status.unsaved > 0 && session.left === 0);
  }

  drawNotice() {
    const { notice } = this.session;
    const text = this.said?.text ?? (notice ? NOTICES[notice.type]?.(notice, this.matches) ?? "" : "");
    const kind = this.said?.kind ?? "";
    if (this.notice.dataset.text === text) return;
    this.notice.dataset.text = text;
    this.notice.className = `notice ${kind}`;
    fill(this.notice);
    appendText(this.notice, text);
    if (kind === "done" && this.last && this.session.stage !== "done") this.notice.append(" ", element("button", { type: "button", class: "quiet", on: { click: () => this.act("undo") } }, "Undo ", keycap("u")));
  }

  drawRail() {
    const { session } = this;
    const current = session.current?.trace_id;
    // Only rows that something has happened to are made anew.
    for (const id of [current, this.rowOfBefore]) this.rows.delete(id);
    this.rowOfBefore = current;
    const rows = [];
    for (const [id, items] of this.traces()) {
      let row = this.rows.get(id);
      if (!row) {
        row = this.row(id, items);
        this.rows.set(id, row);
      }
      rows.push(row);
    }
    // Traces that have their labels are listed too, although the session does not stop at them.
    if (!session.filter && session.notice?.type === "searchExhausted") this.matches = null;
    this.list.show(rows, current ?? null, this.matches);
    if (!this.matches && document.activeElement !== this.list.search) this.list.search.value = "";
  }

  /** The items by trace, in order; made anew if a trace has vanished. */
  traces() {
    const { items } = this.session;
    if (this.grouped?.count !== items.length) {
      const map = new Map();
      for (const item of items) {
        if (!map.has(item.trace_id)) map.set(item.trace_id, []);
        map.get(item.trace_id).push(item);
      }
      this.grouped = { count: items.length, map, places: new Map([...map.keys()].map((id, place) => [id, place])) };
    }
    return this.grouped.map;
  }

  row(id, items) {
    const { session } = this;
    const firsts = items.filter((item) => !item.repeat);
    const all = firsts.length ? firsts : items;
    const given = all.map((item) => session.given.get(itemKey(item)));
    const labelled = given.filter(Boolean).length;
    const isDraft = items.some((item) => session.drafts.has(itemKey(item)) || session.details.has(itemKey(item)) || this.answers.has(itemKey(item)));
    // A second label is given without a look at the first.
    const { current } = session;
    const isHidden = current?.repeat && current.trace_id === id && !session.given.has(itemKey(current));
    const state = labelled === all.length ? "labelled" : labelled ? "partly"
      : all.every((item) => session.skipped.has(itemKey(item))) ? "skipped" : isDraft ? "draft" : this.viewed.has(id) ? "viewed" : "new";
    return {
      id, state, preview: () => this.source.preview(id) ?? { title: id, turns: 1 },
      isOpen: items.some((item) => session.isOpen(item)), isLabelled: labelled > 0, isFlagged: session.flags.has(id),
      label: isHidden ? "" : all.map((item, index) => (given[index] ? valueText(this.question(item), given[index].value) : null)).filter(Boolean).join(", "),
    };
  }

  drawTrace() {
    const { session } = this;
    const { card } = session;
    for (const [name] of VIEWS) {
      const tab = document.getElementById(`tab-${name}`);
      tab.setAttribute("aria-selected", String(name === this.view));
      tab.tabIndex = name === this.view ? 0 : -1;
    }
    this.tabs.hidden = !card;
    if (!card) {
      if (session.stage === "done" && this.shownTrace !== "done") this.drawDone();
      return;
    }
    const key = `${itemKey({ ...card.item, question: null })} ${this.view}`;
    if (key === this.shownTrace) return;
    const isMoved = this.shownTrace === null || !this.shownTrace.startsWith(itemKey({ ...card.item, question: null }));
    this.shownTrace = key;
    this.viewed.add(card.item.trace_id);
    const count = this.traces().size;
    fill(this.title, `Trace ${this.grouped.places.get(card.item.trace_id) + 1} of ${count}`);
    const name = element("span", { class: "trace-key", dir: "auto" });
    appendText(name, card.trace.client_request_id ?? card.item.trace_id.slice(0, 15));
    this.title.append(" ", name);
    if (card.trace.state) {
      const state = element("span", { class: "error-word" });
      appendText(state, card.trace.state.toLowerCase().replace(/_/g, " "));
      this.title.append(" ", state);
    }
    this.tree = null;
    if (this.view === "raw") {
      fill(this.content, rawElement(card.trace));
    } else if (this.view === "spans") {
      if (card.trace.spans?.length) {
        this.tree = treeElement(card.trace);
        fill(this.content, this.tree.holder);
      } else {
        fill(this.content, emptyElement("The trace has no spans."));
      }
    } else {
      const id = card.item.trace_id;
      if (id !== this.system.id) this.system = { id, text: "", before: this.system.text };
      const { holder, system } = conversationElement(card.trace, this.system.before);
      this.system.text = system;
      fill(this.content, holder);
    }
    this.content.setAttribute("aria-labelledby", `tab-${this.view}`);
    this.content.scrollTop = 0;
    const { activeElement } = document;
    const isElsewhere = activeElement?.closest?.(".rail, .top, .tabs");
    if (isMoved && !isElsewhere) this.title.focus({ preventScroll: true });
  }

  drawDone() {
    const { session } = this;
    this.shownTrace = "done";
    fill(this.title, session.items.length ? "All done" : "Nothing to label");
    const parts = [countOf(session.labelled, "label")];
    if (session.skipped.size) parts.push(`${session.skipped.size} skipped`);
    if (session.flags.size) parts.push(`${session.flags.size} flagged`);
    fill(this.content, emptyElement(
      `${parts.join(", ")}.`, this.source.doneText ?? "",
      session.items.length ? element("button", { type: "button", class: "primary", on: { click: () => this.act("save") } }, this.source.saveLabel ?? "Save labels ", keycap("Ctrl S")) : null,
      element("p", { class: "note" }, keycap("k"), " goes back to the last trace, ", keycap("u"), " undoes.")));
    this.title.focus({ preventScroll: true });
  }

  drawGuidelines() {
    const question = this.panel.question ?? this.opened.questions[0];
    if (!question || this.guidelines.dataset.name === question.name) return;
    this.guidelines.dataset.name = question.name;
    const isOpen = this.guidelines.open;
    const text = element("div", { class: "text", dir: "auto" });
    const guideline = question.guideline.text;
    if (guideline) appendMarkdown(text, guideline, null);
    else text.append(element("p", { class: "note" }, "The question has no guideline."));
    fill(this.guidelines, element("summary", {}, "Guidelines ", keycap("g")),
      guideline && !question.guideline.is_rubric ? element("p", { class: "note" }, "The instructions of the judge:") : null, text,
      element("p", { class: "note hash" }, `version ${question.guideline.hash.slice(0, 12)}`));
    this.guidelines.open = isOpen;
  }

  /** Marks quotations and found text in the trace. */
  mark() {
    showEvidence(this.content, this.view === "raw" ? [] : this.panel.details.evidence ?? []);
    const first = showFound(this.content, this.matches ? this.found : "");
    if (first && this.markedTrace !== this.shownTrace) first.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    this.markedTrace = this.shownTrace;
  }
}
