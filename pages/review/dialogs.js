// Dialogs: a reason for a skip, a note for a flag, all keys and settings.

import { element, fill, keycap } from "./dom.js";
import { ACTIONS, keyProblem, keysOf } from "./keys.js";

function open(dialog) {
  document.body.append(dialog);
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  dialog.showModal();
  return dialog;
}

/**
 * Asks for a line of text.
 *
 * @param {{title, label, button, chips}} texts the texts of the dialog; chips are texts to choose from
 * @returns {Promise<string|null>} the text, which may be empty; null if the reviewer cancels
 */
export function askText({ title, label, button, chips = [] }) {
  return new Promise((resolve) => {
    const input = element("input", { type: "text", id: "ask-text", autocomplete: "off" });
    const done = (text) => { resolve(text); dialog.close(); };
    const form = element("form", { method: "dialog", on: { submit: (event) => { event.preventDefault(); done(input.value.trim()); } } },
      element("h2", { id: "ask-title" }, title), element("label", { for: "ask-text" }, label), input,
      chips.length ? element("div", { class: "chips" }, chips.map((chip, index) => element("button", {
        type: "button", class: "chip", on: { click: () => done(chip) },
      }, index < 9 ? `${chip}` : chip))) : null,
      element("div", { class: "dialog-buttons" },
        element("button", { type: "button", on: { click: () => done(null) } }, "Cancel ", keycap("Esc")),
        element("button", { type: "submit", class: "primary" }, `${button} `, keycap("Enter"))));
    const dialog = element("dialog", { "aria-labelledby": "ask-title", on: { cancel: () => resolve(null) } }, form);
    open(dialog);
    input.focus();
  });
}

const SHOWN = { ArrowDown: "↓", ArrowUp: "↑" };

/** Shows all keys and the settings. */
export function showHelp(settings, { extra = [], onChange }) {
  const status = element("p", { class: "note", role: "status" });
  const table = element("tbody");
  const row = (keys, text, change) => element("tr", {}, element("td", {}, keys.flatMap((key) => [keycap(SHOWN[key] ?? key), " "])), element("td", {}, text), element("td", {}, change ?? ""));
  const draw = () => {
    const changed = settings.get("keys");
    fill(table,
      row(["1", "…", "9"], "choose an answer; it is stored at once"),
      row(["y", "n", "p", "f"], "yes and no, or pass and fail, if there are two such answers"),
      row(["Tab"], "next question of the trace"),
      ACTIONS.map((action) => row(keysOf(action, changed), action.text, action.id === "submit" ? null : element("button", {
        type: "button", class: "quiet", "aria-label": `Change the key for: ${action.text}`,
        on: { click: (event) => capture(event.currentTarget, action) },
      }, "change"))),
      row(["Ctrl Enter"], "in a text box: store, and go on"),
      row(["Esc"], "leave a text box"),
      extra.map(([keys, text]) => row(keys, text)));
  };
  const capture = (button, action) => {
    button.textContent = "press a key";
    status.textContent = `Press the new key for: ${action.text}. Esc leaves it as it is.`;
    const take = (event) => {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      dialog.removeEventListener("keydown", take, true);
      const problem = event.key === "Escape" ? null : keyProblem(action.id, event.key, settings.get("keys"));
      if (event.key !== "Escape" && !problem) {
        settings.set("keys", { ...settings.get("keys"), [action.id]: event.key });
        status.textContent = `${event.key} is now the key for: ${action.text}.`;
        onChange();
      } else {
        status.textContent = problem ?? "";
      }
      draw();
      table.querySelectorAll("button")[ACTIONS.filter((one) => one.id !== "submit").indexOf(action)]?.focus();
    };
    dialog.addEventListener("keydown", take, true);
  };
  const box = (key, text) => element("label", { class: "setting" }, element("input", {
    type: "checkbox", checked: settings.get(key), on: { change: (event) => { settings.set(key, event.target.checked); onChange(); } },
  }), ` ${text}`);
  const theme = element("select", { on: { change: () => { settings.set("theme", theme.value); settings.applyTheme(); } } },
    [["system", "as the system"], ["light", "light"], ["dark", "dark"]].map(([value, text]) => element("option", { value, selected: settings.get("theme") === value }, text)));
  draw();
  const dialog = element("dialog", { class: "help", "aria-labelledby": "help-title" },
    element("form", { method: "dialog" },
      element("h2", { id: "help-title" }, "Keys and settings"),
      element("div", { class: "settings" },
        box("advances", "Go on to the next trace after each label"), box("letters", "Use single-letter keys"),
        element("label", { class: "setting" }, "Colors: ", theme),
        element("button", { type: "button", class: "quiet", on: { click: () => { settings.set("keys", {}); onChange(); draw(); } } }, "Reset all keys")),
      status,
      element("table", { class: "keys" }, element("thead", { class: "visually-hidden" }, element("tr", {}, element("th", {}, "Key"), element("th", {}, "What it does"), element("th", {}, "Change"))), table),
      element("div", { class: "dialog-buttons" }, element("button", { class: "primary" }, "Close ", keycap("Esc")))));
  open(dialog);
}
