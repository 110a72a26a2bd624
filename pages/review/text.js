// Hostile text made harmless: it becomes text nodes, and characters that nobody sees become marks.

/** Characters that change the direction of text, hide in it, or control a terminal. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Where the text nodes of a trace come from: {spanID, path, start}, with start in UTF-16 units. */
const origins = new WeakMap();

/** Returns the origin of a text node or a mark. */
export function originOf(node) { return origins.get(node) ?? null; }

/**
 * Appends text as text nodes, with marks for hidden characters.
 *
 * @param {Node} parent the element to append to
 * @param {string} text the text
 * @param origin where the text comes from: {spanID, path, start}, or nothing
 */
export function appendText(parent, text, origin) {
  const place = (node, start) => {
    if (origin) origins.set(node, { ...origin, start: origin.start + start });
    return node;
  };
  let done = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > done) {
      parent.append(place(document.createTextNode(text.slice(done, found.index)), done));
    }
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    const mark = document.createElement("span");
    mark.className = "hidden-character";
    mark.textContent = `U+${code}`;
    mark.title = "a character that is not visible";
    parent.append(place(mark, found.index));
    done = found.index + found[0].length;
  }
  if (done < text.length) {
    parent.append(place(document.createTextNode(text.slice(done)), done));
  }
}

/** Returns a text on one line without hidden characters, cut to a length. */
export function oneLine(text, most = 120) {
  const line = text.slice(0, most * 4).replace(HIDDEN, "").replace(/\s+/g, " ").trim();
  const letters = [...line];
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : line;
}

/** Returns a JSON value as text for people. */
export function plainText(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
}

/** Returns all texts, numbers and names in a JSON value, for searches. */
export function allText(value) {
  if (value === null || typeof value !== "object") return String(value);
  return (Array.isArray(value) ? value : Object.entries(value).flat()).map(allText).join("\n");
}

/** Returns "1 label" or "2 labels". */
export function countOf(count, word, plural = `${word}s`) {
  return `${count} ${count === 1 ? word : plural}`;
}

/** Returns a duration in words. */
export function durationText(seconds) {
  if (seconds < 60) return "less than a minute";
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} min`;
  return `about ${Math.round(minutes / 6) / 10} h`;
}
