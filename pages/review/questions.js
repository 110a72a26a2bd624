// The questions on a trace: answers, reason, quotations, tags and confidence.

import { element, fill, keycap } from "./dom.js";
import { appendText, oneLine } from "./text.js";
import { itemKey, same, tidyDetails } from "./session.js";
import { complaint, passes, readAnswer, valueText } from "./values.js";
import { binaryLetters } from "./keys.js";

export class QuestionPanel {
  /**
   * @param page {session, settings, questions, answers, dispatch, act, goTo, reasons}
   */
  constructor(page) {
    this.page = page;
    this.element = element("div", { class: "questions" });
    this.shownKey = null;
  }

  get session() { return this.page.session; }
  get item() { return this.session.current; }
  get question() { return this.item ? this.page.question(this.item) : null; }
  get given() { return this.item ? this.session.given.get(itemKey(this.item)) ?? null : null; }

  /** Tags, confidence and quotations of the current item, stored or not. */
  get details() {
    if (!this.item) return {};
    return this.session.details.get(itemKey(this.item)) ?? this.given?.details ?? {};
  }

  /** The items of the same trace that are asked together. */
  get together() {
    const { item } = this;
    if (!item) return [];
    return this.session.items.filter((other) => other.trace_id === item.trace_id
      && (other.repeat ?? 0) === (item.repeat ?? 0));
  }

  /** Draws the panel; boxes that the reviewer types in stay as they are. */
  draw() {
    if (!this.item || !this.session.card) {
      this.shownKey = null;
      fill(this.element);
      return;
    }
    const key = itemKey(this.item);
    if (key !== this.shownKey) {
      this.shownKey = key;
      fill(this.element, this.together.map((other) => (itemKey(other) === key ? this.card() : this.other(other))));
    }
    this.refresh();
  }

  other(item) {
    const question = this.page.question(item);
    const given = this.session.given.get(itemKey(item));
    const name = element("span", { class: "question-name", dir: "auto" });
    appendText(name, question.name);
    const state = element("span", { class: "other-state", dir: "auto" });
    appendText(state, given ? valueText(question, given.value) : this.session.skipped.has(itemKey(item)) ? "skipped" : "to do");
    return element("button", { type: "button", class: `question other${given ? " is-labelled" : ""}`, on: { click: () => this.page.goTo(item) } },
      element("span", { class: "dot", "aria-hidden": "true" }, given ? "●" : "○"), name, state);
  }

  card() {
    const { question } = this;
    const title = element("h2", { id: "question-title", class: "question-name", dir: "auto" });
    appendText(title, question.name);
    const about = question.description ? element("p", { class: "about", dir: "auto" }) : null;
    if (about) appendText(about, question.description);
    this.answerNote = element("p", { class: "answer-note", role: "status", id: "answer-note" });
    this.stored = element("p", { class: "stored" });
    return element("section", { class: "question current", "aria-labelledby": "question-title" },
      title, this.item.repeat ? element("p", { class: "note" }, "Once more: this trace comes back on purpose. Answer it afresh.") : null,
      about, this.answerControl(), this.answerNote, this.stored, this.reasonBox(), this.tagBox(), this.buttons());
  }

  // Answers

  answerControl() {
    const { question } = this;
    if (question.form === "choice" || question.form === "choices") return this.choiceButtons(question);
    const kept = this.page.answers.get(itemKey(this.item));
    const start = kept ?? (this.given ? (typeof this.given.value === "string" ? this.given.value : JSON.stringify(this.given.value, null, 2)) : "");
    const isLine = question.form === "number";
    const bounds = question.schema ?? {};
    this.box = element(isLine ? "input" : "textarea", {
      id: "answer", class: question.form === "json" ? "code" : null, autocomplete: "off", dir: "auto",
      ...(isLine ? { type: "text", inputmode: question.whole && !(bounds.minimum < 0) ? "numeric" : "decimal" } : { rows: question.form === "json" ? 6 : 3 }),
      spellcheck: question.form === "text" ? "true" : "false", "aria-describedby": "answer-note answer-wanted",
      on: {
        input: () => { this.page.keepAnswer(this.item, this.box.value); this.checkAnswer(false); },
        keydown: (event) => {
          if (event.key === "Enter" && (isLine || event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.stopPropagation();
            this.submit();
          }
        },
      },
    });
    this.box.value = start;
    return element("div", { class: "typed" },
      element("label", { for: "answer" }, "Answer"), this.box,
      element("p", { class: "note", id: "answer-wanted" }, question.wanted, isLine ? "" : " · ", isLine ? "" : keycap("Ctrl Enter"), isLine ? "" : " stores it"));
  }

  choiceButtons(question) {
    this.box = null;
    const isOne = question.form === "choice";
    const letters = binaryLetters(question);
    this.picked = isOne ? null : new Set();
    if (!isOne) {
      const kept = this.page.answers.get(itemKey(this.item)) ?? this.given?.value ?? [];
      question.choices.forEach((choice, index) => { if (Array.isArray(kept) && kept.some((one) => same(one, choice.value))) this.picked.add(index); });
    }
    this.choices = question.choices.map((choice, index) => {
      const text = element("span", { class: "choice-text", dir: "auto" });
      appendText(text, choice.text);
      const own = Object.keys(letters).filter((letter) => letters[letter] === index && /^[yn]$/.test(letter));
      return element("button", {
        type: "button", role: isOne ? "radio" : "checkbox", class: "choice", "aria-checked": "false", tabindex: index === 0 || !isOne ? 0 : -1,
        on: { click: () => this.choose(index) },
      }, index < 9 ? keycap(String(index + 1)) : element("span", { class: "no-key" }), text, own.map((letter) => keycap(letter)));
    });
    return element("div", {
      role: isOne ? "radiogroup" : "group", class: "choices", "aria-labelledby": "question-title", "aria-describedby": "answer-note",
      on: { keydown: (event) => this.rove(event) },
    }, this.choices, isOne ? null : element("p", { class: "note" }, "Any number of them; ", keycap("Enter"), " stores the answer."));
  }

  rove(event) {
    if (!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const place = this.choices.indexOf(document.activeElement);
    if (place < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const delta = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1;
    const next = this.choices[(place + delta + this.choices.length) % this.choices.length];
    if (this.question.form === "choice") for (const choice of this.choices) choice.tabIndex = choice === next ? 0 : -1;
    next.focus();
  }

  /** Chooses an answer by its place: one answer is stored at once, one of several is ticked. */
  choose(index) {
    const { question } = this;
    const choice = question?.choices?.[index];
    if (!choice) return false;
    if (question.form === "choice") {
      this.page.answer(choice.value);
    } else {
      if (this.picked.has(index)) this.picked.delete(index); else this.picked.add(index);
      this.page.keepAnswer(this.item, this.pickedValues());
      this.checkAnswer(false);
      this.refresh();
    }
    return true;
  }

  pickedValues() { return this.question.choices.filter((_, index) => this.picked.has(index)).map((choice) => choice.value); }

  /** Returns the answer that is ticked or typed: {value} or {problem}. */
  readBox() {
    const { question } = this;
    if (question.form === "choices") {
      const value = this.pickedValues();
      const problem = question.schema ? complaint(question.schema, value) : null;
      return problem ? { problem } : { value };
    }
    return readAnswer(question, this.box.value);
  }

  checkAnswer(isFinal) {
    const read = this.readBox();
    const isTyping = !isFinal && (this.question.form === "number" ? /^[+-]?\d*[.,]?$/.test(this.box.value.trim()) : this.question.form === "text" || this.question.form === "choices");
    this.answerNote.textContent = read.problem && !isTyping ? read.problem : "";
    this.box?.setAttribute("aria-invalid", String(Boolean(read.problem) && !isTyping));
    return read;
  }

  /** Stores what is ticked, typed or changed, and goes on. */
  submit() {
    const { question, given } = this;
    if (!question) return;
    if (question.form !== "choice") {
      if (this.box && !this.box.value.trim() && document.activeElement !== this.box) {
        this.box.focus();
        return;
      }
      const read = this.checkAnswer(true);
      if (read.problem) this.box?.focus();
      else this.page.answer(read.value);
      return;
    }
    if (given) this.page.answer(given.value);
    else this.page.say(`Choose an answer first: press ${question.choices.length > 1 ? `1 to ${Math.min(9, question.choices.length)}` : "1"}.`);
  }

  // Reason and quotations

  reasonBox() {
    const key = itemKey(this.item);
    this.reason = element("textarea", {
      id: "reason", rows: 3, dir: "auto", spellcheck: "true",
      on: {
        input: () => { this.page.dispatch({ type: "draft", text: this.reason.value }, this.item); this.refresh(); },
        keydown: (event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          this.submitReason();
        },
      },
    });
    this.reason.value = this.session.drafts.get(key) ?? this.given?.rationale ?? "";
    this.quotes = element("ul", { class: "quotes", "aria-label": "Quotations" });
    const reasons = this.page.reasons(this.question.name).filter((text) => text !== this.reason.value).slice(0, 4);
    return element("div", { class: "reason" },
      element("label", { for: "reason" }, "Reason ", keycap("r")), this.reason,
      reasons.length ? element("div", { class: "chips", role: "group", "aria-label": "Earlier reasons" }, reasons.map((text) => {
        const chip = element("button", { type: "button", class: "chip", on: { click: () => this.useReason(text) } });
        appendText(chip, oneLine(text, 48));
        return chip;
      })) : null, this.quotes);
  }

  useReason(text) {
    this.reason.value = text;
    this.page.dispatch({ type: "draft", text }, this.item);
    this.reason.focus();
    this.refresh();
  }

  /** Stores a reason that was typed: with the label if there is one, else it waits for it. */
  submitReason() {
    this.reason.blur();
    if (this.given) this.page.dispatch({ type: "rationale", text: this.reason.value.trim() }, this.item);
    else if (this.question.form === "choice") {
      this.page.dispatch({ type: "draft", text: this.reason.value.trim() }, this.item);
      this.page.say("The reason is kept. Now choose an answer.");
    } else this.submit();
  }

  setDetails(change) {
    this.page.dispatch({ type: "detail", details: tidyDetails({ ...this.details, ...change }) }, this.item);
  }

  addQuote(evidence) {
    const quotes = this.details.evidence ?? [];
    if (!quotes.some((one) => same(one, evidence))) this.setDetails({ evidence: [...quotes, evidence] });
  }

  // Tags and confidence

  tagBox() {
    this.tags = element("ul", { class: "tags", "aria-label": "Tags of this label" });
    this.suggestions = element("div", { class: "chips", role: "group", "aria-label": "Tags used before" });
    this.tagInput = element("input", {
      type: "text", id: "tag", autocomplete: "off", dir: "auto", placeholder: "add a tag",
      on: {
        input: () => this.refresh(),
        focus: () => this.refresh(),
        blur: () => this.refresh(),
        keydown: (event) => {
          const { value } = this.tagInput;
          const place = /^[1-9]$/.test(event.key) && !value ? Number(event.key) - 1 : -1;
          if (place >= 0 && this.suggested()[place]) {
            event.preventDefault();
            this.addTag(this.suggested()[place]);
          } else if (event.key === "Enter" && value.trim()) {
            event.preventDefault();
            event.stopPropagation();
            this.addTag(value);
          } else if (event.key === "Backspace" && !value && this.details.tags?.length) {
            this.setDetails({ tags: this.details.tags.slice(0, -1) });
          }
        },
      },
    });
    this.unsure = element("button", {
      type: "button", class: "toggle", "aria-pressed": "false", on: { click: () => this.toggleUnsure() },
    }, "Unsure ", keycap("i"));
    return element("div", { class: "tag-box" },
      element("div", { class: "tag-line" }, element("label", { for: "tag" }, "Tags ", keycap("t")), this.unsure), this.tags, this.tagInput, this.suggestions);
  }

  suggested() {
    const used = this.details.tags ?? [];
    const start = this.tagInput.value.trim().toLowerCase();
    return this.page.knownTags().filter((tag) => !used.includes(tag) && tag.toLowerCase().startsWith(start)).slice(0, 9);
  }

  addTag(text) {
    const tag = oneLine(text, 50);
    this.tagInput.value = "";
    const used = this.details.tags ?? [];
    if (tag && !used.includes(tag)) {
      this.setDetails({ tags: [...used, tag] });
      this.page.settings.useTags([tag]);
    }
    this.refresh();
  }

  toggleUnsure() { this.setDetails({ confidence: this.details.confidence === "unsure" ? undefined : "unsure" }); }

  buttons() {
    this.flagButton = element("button", { type: "button", "aria-pressed": "false", on: { click: () => this.page.act("flag") } }, element("span", {}, "Flag "), keycap("x"));
    this.storeButton = element("button", { type: "button", class: "primary", on: { click: () => this.submit() } }, element("span", {}, "Next "), keycap("Enter"));
    this.skipButton = element("button", { type: "button", on: { click: () => this.page.act("skip") } }, "Skip ", keycap("s"));
    return element("div", { class: "question-buttons" }, this.skipButton, this.flagButton, this.storeButton);
  }

  /** Shows what has changed without making boxes anew. */
  refresh() {
    const { item, question, given, details } = this;
    if (!item || !this.reason) return;
    const key = itemKey(item);
    this.choices?.forEach((choice, index) => {
      if (!choice.isConnected) return;
      const isOn = question.form === "choice" ? given !== null && same(given.value, question.choices[index].value) : this.picked.has(index);
      choice.setAttribute("aria-checked", String(isOn));
    });
    const isChanged = this.session.drafts.has(key) || this.session.details.has(key) || this.page.answers.has(key);
    const unsavedText = given && isChanged ? "Changed: Enter stores the change." : "";
    fill(this.stored, given ? "" : null, unsavedText || (given && passes(question, given.value) === false && !given.rationale && !given.details?.evidence?.length ? "A reason would help those who improve the judge." : ""));
    this.stored.hidden = !this.stored.textContent;
    if (document.activeElement !== this.reason) {
      const wanted = this.session.drafts.get(key) ?? given?.rationale ?? "";
      if (this.reason.value.trim() !== wanted.trim()) this.reason.value = wanted;
    }
    fill(this.quotes, (details.evidence ?? []).map((one, place) => {
      const quote = element("q", { dir: "auto" });
      appendText(quote, oneLine(one.text, 160));
      return element("li", {}, quote, element("button", {
        type: "button", class: "quiet", "aria-label": "Remove the quotation",
        on: { click: () => this.setDetails({ evidence: details.evidence.filter((_, other) => other !== place) }) },
      }, "×"));
    }));
    fill(this.tags, (details.tags ?? []).map((tag) => {
      const name = element("span", { dir: "auto" });
      appendText(name, tag);
      return element("li", {}, name, element("button", {
        type: "button", class: "quiet", "aria-label": `Remove the tag ${oneLine(tag, 40)}`,
        on: { click: () => this.setDetails({ tags: details.tags.filter((other) => other !== tag) }) },
      }, "×"));
    }));
    const isFocused = document.activeElement === this.tagInput;
    fill(this.suggestions, isFocused || this.tagInput.value ? this.suggested().map((tag, place) => {
      const chip = element("button", { type: "button", class: "chip", on: { mousedown: (event) => event.preventDefault(), click: () => this.addTag(tag) } }, isFocused && !this.tagInput.value ? keycap(String(place + 1)) : null);
      appendText(chip, tag);
      return chip;
    }) : []);
    this.unsure.setAttribute("aria-pressed", String(details.confidence === "unsure"));
    const isFlagged = this.session.flags.has(item.trace_id);
    this.flagButton.setAttribute("aria-pressed", String(isFlagged));
    this.flagButton.firstChild.textContent = isFlagged ? "Flagged " : "Flag ";
    this.skipButton.disabled = given !== null;
    this.storeButton.firstChild.textContent = question.form === "choice" && !(given && isChanged) ? "Next " : "Store ";
    for (const [other, button] of this.together.filter((one) => itemKey(one) !== key).map((one, index) => [one, this.element.querySelectorAll(".other")[index]])) {
      if (button) button.replaceWith(this.other(other));
    }
  }
}
