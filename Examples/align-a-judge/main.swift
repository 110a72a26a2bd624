import Foundation
import GitJudge

// A repository of its own, so that the example leaves nothing behind.
let folder = FileManager.default.temporaryDirectory.appending(path: "git-judge-\(UUID())")
for arguments in [
  ["init", "-q", folder.path], ["-C", folder.path, "config", "user.name", "Expert"],
  ["-C", folder.path, "config", "user.email", "expert@example.org"],
] {
  let git = Process()
  git.executableURL = URL(filePath: "/usr/bin/env")
  git.arguments = ["git"] + arguments
  try git.run()
  git.waitUntilExit()
}
defer { try? FileManager.default.removeItem(at: folder) }

let model = try StandIn()
let store = try await JudgeRepository.open(at: folder.path, models: model.registry)
  .experiments.open("support-judge-development", create: true)

// The judge: four values, two of which are good.
let judge = try makeJudge(
  name: "support_quality",
  instructions: "Rate {{ outputs }} as an answer to {{ inputs }}: excellent, good, "
    + "needs_improvement or poor.",
  values: ["excellent", "good", "needs_improvement", "poor"], pass: ["excellent", "good"],
  model: "anthropic:/stand-in", registry: model.registry)
try await store.judges.register(judge)

/// The application: it names the order in every other answer, and some of its answers are long.
func app(_ number: Int) -> String {
  let order = number % 2 == 0 ? "This is about order 1\(number)." : "We have looked into it."
  let rest = number % 3 == 0 ? String(repeating: " All is well in our house.", count: 12) : ""
  return order + rest
}

// Traces as they come in, the judge's verdict and an expert's label on each.
for number in 0..<80 {
  let inputs: JSONValue = ["issue": .string("Where is parcel \(number)?")]
  let (answer, trace) = try await store.traces.traced("support", inputs: inputs) {
    ["response": app(number)]
  }
  let verdict = await judge(
    inputs: inputs, outputs: ["response": .string(answer["response"] ?? "")])
  _ = try await store.traces.log(verdict, on: trace)
  let isGood = number % 2 == 0
  var label = LabelService.NewLabel(trace: trace, name: "support_quality")
  label.text = isGood ? "good" : "poor"
  label.rationale = isGood ? "The order is named." : "It must name the order."
  _ = try await store.labels.addFeedback(label)
}

// Alignment: what was learnt, and the proof on traces that it has not seen.
let traces = try await store.traces.all(where: "feedback.support_quality IS NOT NULL")
let aligned = try await judge.aligned(to: traces, registry: model.registry)
print("Learned from \(traces.count) labelled traces: \(aligned.body.guidelines.map(\.text))")
print("Improved: \(aligned.improved)")
func percent(_ share: Double?) -> String { "\(Int(((share ?? 0) * 100).rounded())) %" }
let heldOut = aligned.report.result
print(
  "Held-out agreement: \(percent(heldOut?.base.comparison.accuracy)) before, "
    + "\(percent(heldOut?.aligned.comparison.accuracy)) after")

// Registered under a name of its own; it still answers the same labels.
let version = try await store.alignments.register(
  aligned, as: "support_quality_aligned", tags: ["alignment_date": "2026-11-20"])
print("Registered \(version.judge)@v\(version.version)")

// The registered judge, on rows that nobody has labelled.
let production = try await store.judges.callable("support_quality_aligned")
let rows: [Trace] = [
  .row("named", inputs: "Where is it?", outputs: "It is order 17."),
  .row("unnamed", inputs: "Where is it?", outputs: "It is on its way."),
]
let results = try await store.evaluations.evaluate(rows, with: [production])
for row in results.table {
  print("  \(row["support_quality_aligned/value"]?.stringValue ?? "–")")
}
