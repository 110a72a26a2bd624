// Replays the corpus of sessions with the session of the page: node Tests/Fixtures/review-corpus/replay.cjs
//
// It is a script that loads the modules of the page, as a browser does.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const top = join(__dirname, "../../..");

/** Returns what a user interface shows of a session, as CorpusCoding.state in Swift does. */
function stateOf(session, itemKey) {
  const orNull = (value) => value ?? null;
  return {
    current: orNull(session.current), stage: session.stage, labelled: session.labelled, left: session.left,
    pace: session.pace, waits: session.isWaiting, notice: orNull(session.notice), last: orNull(session.last),
    given: session.items.map((item) => orNull(session.given.get(itemKey(item)))),
    drafts: session.items.map((item) => orNull(session.drafts.get(itemKey(item)))),
    details: session.items.map((item) => orNull(session.details.get(itemKey(item)))),
    skipped: session.items.filter((item) => session.skipped.has(itemKey(item))),
    flags: Object.fromEntries(session.flags), flagged: session.flagged, undone: session.undone,
    filter: session.filter ? [...session.filter].sort() : null,
  };
}

(async () => {
  const { Session, itemKey } = await import(join(top, "pages/review/session.js"));
  const { canonical } = await import(join(top, "pages/review/values.js"));
  const cases = JSON.parse(readFileSync(join(__dirname, "sessions.json"), "utf8"));
  let steps = 0;
  const problems = [];
  for (const one of cases) {
    const session = new Session(one);
    one.steps.forEach((step, place) => {
      steps += 1;
      const effects = step.command ? session.perform(step.command)
        : step.event ? session.handle(step.event, step.at) : session.start();
      for (const [what, found, wanted] of [["effects", effects, step.effects], ["state", stateOf(session, itemKey), step.state]]) {
        if (canonical(found) !== canonical(wanted) && problems.length < 5) {
          problems.push(`${one.name}, step ${place}: ${what}\n  found  ${canonical(found)}\n  wanted ${canonical(wanted)}`);
        }
      }
    });
  }
  if (problems.length) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  } else {
    console.log(`${cases.length} sessions with ${steps} steps: all as in Swift`);
  }
})();
