// The reviewer's own settings, kept in the browser.

const KEY = "git-judge/settings";
const DEFAULTS = { theme: "system", letters: true, advances: true, guidelines: true, keys: {}, tags: [] };

export class Settings {
  constructor(storage) {
    this.storage = storage;
    let kept = {};
    try { kept = JSON.parse(storage?.getItem(KEY) ?? "{}") ?? {}; } catch { /* as if there were none */ }
    this.values = { ...DEFAULTS };
    for (const key of Object.keys(DEFAULTS)) {
      if (typeof kept[key] === typeof DEFAULTS[key] && kept[key] !== null) this.values[key] = kept[key];
    }
    if (!Array.isArray(this.values.tags)) this.values.tags = [];
  }

  get(key) { return this.values[key]; }

  set(key, value) {
    this.values[key] = value;
    try { this.storage?.setItem(KEY, JSON.stringify(this.values)); } catch { /* kept until the page is closed */ }
  }

  /** Notes that tags were used; those used last come first. */
  useTags(tags) {
    const known = this.values.tags.filter((tag) => typeof tag === "string" && !tags.includes(tag));
    this.set("tags", [...tags].reverse().concat(known).slice(0, 30));
  }

  applyTheme() {
    const { theme } = this.values;
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }
}
