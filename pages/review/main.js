// Starts the page of a file.

import { FileSource } from "./file-source.js";
import { Settings } from "./settings.js";
import { Page } from "./page.js";

/** Returns the browser's storage, or null if the browser has none for this page. */
function browserStorage() {
  try {
    const storage = window.localStorage;
    storage.setItem("git-judge/probe", "1");
    storage.removeItem("git-judge/probe");
    return storage;
  } catch {
    return null;
  }
}

const storage = browserStorage();
const settings = new Settings(storage);
settings.applyTheme();
const source = new FileSource(JSON.parse(document.getElementById("data").textContent), storage);
window.addEventListener("storage", (event) => source.changed(event.key));
source.doneText = "Save the labels to a file, and send it back.";
const page = new Page(source, settings);
page.start();
