// Elements made without markup: text is always a text node.

/**
 * Makes an element.
 *
 * @param {string} tag the element's name
 * @param {Object} options attributes; `class`, `on` (listeners by event), and booleans
 * @param children nodes and texts; null and false are left out
 */
export function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (name === "value") {
      made.value = value;
    } else {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const PATHS = {
  user: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm-6 6c0-3 2.7-5 6-5s6 2 6 5",
  assistant: "M3 3h10v7H8l-3 3v-3H3z",
  system: "M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4z",
  tool: "M10 2a4 4 0 0 0-3.6 5.6L2 12l2 2 4.4-4.4A4 4 0 0 0 13.6 5L11 7.4 8.6 5 11 2.4A4 4 0 0 0 10 2z",
  document: "M4 2h5l3 3v9H4zM9 2v3h3",
  expected: "M3 8l3.5 3.5L13 5",
  chain: "M5 4h6M5 8h6M5 12h6M2.5 4h.01M2.5 8h.01M2.5 12h.01",
  agent: "M4 6h8v7H4zM8 3v3M6.5 9h.01M9.5 9h.01",
  retriever: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm3.5-1.5L14 14",
  flag: "M4 14V2.5h8L10 5.5l2 3H4",
};

/** Returns a small picture for a kind of thing, without meaning of its own. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.chain);
  picture.append(path);
  return picture;
}

/** Returns a key as it is printed on a keyboard. */
export function keycap(text) { return element("kbd", {}, text); }

/** Replaces the content of an element. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return parent;
}
