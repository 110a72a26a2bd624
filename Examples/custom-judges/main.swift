import Foundation
import GitJudge

// A repository of its own, so that the example leaves nothing behind.
let folder = FileManager.default.temporaryDirectory.appending(path: "git-judge-\(UUID())")
for arguments in [
  ["init", "-q", folder.path], ["-C", folder.path, "config", "user.name", "example"],
  ["-C", folder.path, "config", "user.email", "example@example.org"],
  ["-C", folder.path, "config", "judge.model", "openai:/stand-in"],
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
  .experiments.open("assistant", create: true)
let registry = store.models

/// Prints the figures whose names begin with one of some words.
func show(_ title: String, _ results: EvaluateResult, _ names: String...) {
  print("\n\(title)")
  for (name, value) in results.metrics.sorted(by: { $0.key < $1.key })
  where names.contains(where: { name.hasPrefix($0) }) {
    print("  \(name) = \((value * 100).rounded() / 100)")
  }
}

// The built-in judges that fit each row, and a subset by name.
var plan = EvaluationPlan()
plan.addsFitting = true
let fitting = try await store.evaluations.evaluate(.rows(Rows.all), plan)
print("Judges that fit: \(fitting.judges.joined(separator: ", "))")
let subset = ["groundedness", "safety"].compactMap { BuiltInCatalog.body(named: $0) }
let some = try await store.evaluations.evaluate(
  Rows.all, with: try subset.map { try registry.judge($0, defaultModel: "openai:/stand-in") })
print("A subset: \(some.judges.joined(separator: ", "))")

// Rules for all rows: one list is one judge, named lists are one each.
var rules = EvaluationPlan()
rules.guidelines = ["The answer must not hold personal data."]
rules.namedGuidelines = ["english": ["The answer is in English."], "short": ["It is short."]]
let ruled = try await store.evaluations.evaluate(.rows(Rows.all), rules)
show("Rules", ruled, "guideline_adherence/mean", "english/mean", "short/mean")

// A prompt that asks for a score, once per answer and once per document.
let noPII = try PromptMetric.body(
  "no_pii",
  prompt: "Is {response} free of personal data? 5: entirely. 1: it names people and numbers.")
let useful = try PromptMetric.body(
  "useful_document",
  prompt: "Does {retrieved_context} help to answer {request}? 5: fully. 1: not at all.",
  assessmentType: PromptMetric.retrieval)
let scored = try await store.evaluations.evaluate(
  Rows.all,
  with: try [noPII, useful].map { try registry.judge($0, defaultModel: "openai:/stand-in") })
show("Scores over 3", scored, "response/llm_judged", "retrieval/llm_judged")
for row in scored.table {
  let rating = row["response/llm_judged/no_pii/rating"]?.stringValue ?? ""
  let chunks = row["retrieval/llm_judged/useful_document/ratings"]?.canonicalText ?? ""
  print("  \(row["trace_id"]?.stringValue ?? ""): no_pii \(rating), documents \(chunks)")
}

// A function that gives two verdicts from one look.
let source = AssessmentSource(type: .code, id: "phone_numbers")
let phone = FunctionJudge("no_phone") { row in
  let digits = (row.outputs.stringValue ?? "").filter(\.isNumber).count
  return [
    Feedback(name: "no_phone", value: .bool(digits < 7), rationale: nil, source: source),
    Feedback(
      name: "digits", value: .number(Double(digits)), rationale: nil, source: source),
  ]
}
let coded = try await store.evaluations.evaluate(Rows.all, with: [phone])
show("A function", coded, "no_phone/mean", "digits/max")

// Few-shot examples: five at most, the cases that it got wrong.
let shown = try FewShotExamples.adding(
  [Rows.all[1], Rows.all[0]],
  columns: [
    ["no_pii/value": "No", "no_pii/rationale": "A colleague's number is personal data."],
    ["no_pii/value": "Yes"],
  ], to: noPII)
try await store.judges.register(registry.judge(shown, defaultModel: "openai:/stand-in"))
let production = try await store.judges.callable("no_pii")
print("\nRegistered \(production.version.label) with \(production.body.examples.count) examples")

// A judge called directly.
let said = await production(inputs: "Who?", outputs: "Ask Ren at +81 3-5555-0101")
print("Called directly: \(said.value?.stringValue ?? "none"), \(said.rationale ?? "")")
