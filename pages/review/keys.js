// Keys of the page, and what they do.

/** Actions with their keys; the first key is shown. Single letters can be changed or switched off. */
export const ACTIONS = [
  { id: "next", keys: ["j", "ArrowDown"], text: "next trace" },
  { id: "previous", keys: ["k", "ArrowUp"], text: "previous trace" },
  { id: "submit", keys: ["Enter"], text: "store the answer; go to the next trace without a label" },
  { id: "rationale", keys: ["r"], text: "write a reason; quotes the selected text" },
  { id: "tags", keys: ["t"], text: "tags" },
  { id: "unsure", keys: ["i"], text: "mark the label as unsure, or as sure" },
  { id: "skip", keys: ["s"], text: "skip the trace, with a reason" },
  { id: "flag", keys: ["x"], text: "flag the trace for discussion, or remove the flag" },
  { id: "undo", keys: ["u"], text: "undo the last label, skip or flag, as often as you like" },
  { id: "nextTurn", keys: ["]"], text: "next message or span" },
  { id: "previousTurn", keys: ["["], text: "previous message or span" },
  { id: "expand", keys: ["e"], text: "unfold everything" },
  { id: "collapse", keys: ["c"], text: "fold everything" },
  { id: "view", keys: ["v"], text: "conversation, spans, raw" },
  { id: "find", keys: ["/"], text: "find traces that contain a text" },
  { id: "guidelines", keys: ["g"], text: "guidelines" },
  { id: "help", keys: ["?"], text: "all keys and settings" },
];

/** Keys with fixed meanings, which no action can take. */
const FIXED = new Set(["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "y", "n", "p", "f", "Tab", "Escape", "Enter", " "]);

/** Returns the keys of an action, with the reviewer's own first. */
export function keysOf(action, changed) {
  const own = changed[action.id];
  return own ? [own, ...action.keys.slice(1)] : action.keys;
}

/** Returns the action of a key, or null. */
export function actionFor(key, settings) {
  const isLetter = [...key].length === 1;
  if (isLetter && !settings.get("letters")) return null;
  const changed = settings.get("keys");
  return ACTIONS.find((action) => keysOf(action, changed).includes(key)) ?? null;
}

/**
 * Returns why an action cannot have a key, or null if it can.
 *
 * @param {string} id the action
 * @param {string} key the key
 * @param changed the reviewer's own keys
 */
export function keyProblem(id, key, changed) {
  if ([...key].length !== 1) return "Press a single character.";
  if (FIXED.has(key)) return `${key} chooses answers.`;
  const other = ACTIONS.find((action) => action.id !== id && keysOf(action, changed).includes(key));
  return other ? `${key} is the key for: ${other.text}.` : null;
}

/**
 * Returns the letters of a question with two answers: y and p for yes or pass, n and f for no or fail.
 *
 * @returns {Object} indices of choices by letter; empty for other questions
 */
export function binaryLetters(question) {
  const choices = question.choices ?? [];
  if (question.form !== "choice" || choices.length !== 2) return {};
  const positive = /^(yes|y|true|pass|passed|passes|good|correct|ok|relevant|safe|accept|accepted)$/i;
  let yes = choices.findIndex((choice) => choice.value === true);
  if (yes < 0 && question.pass?.length === 1) yes = choices.findIndex((choice) => choice.value === question.pass[0]);
  if (yes < 0) {
    const matches = choices.map((choice) => positive.test(choice.text));
    if (matches.filter(Boolean).length === 1) yes = matches.indexOf(true);
  }
  return yes < 0 ? {} : { y: yes, p: yes, n: 1 - yes, f: 1 - yes };
}

/** Returns whether an element takes typed text. */
export function takesText(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT"
      || (target.tagName === "INPUT" && !["checkbox", "radio", "button", "file"].includes(target.type)));
}
