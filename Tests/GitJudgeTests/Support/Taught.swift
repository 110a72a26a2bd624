import Foundation

@testable import GitJudge

/// A judge that learns from examples: people call rude answers bad; the model calls everything
/// good until somebody shows it an example.
enum Taught {
  static let model = "anthropic:/claude-opus-4-1-20250805"

  /// A model that follows the rule.
  static func chat() throws -> RuleChat {
    try RuleChat { text in
      let isShown = text.contains("judged by people")
      let found = text.components(separatedBy: "The case to judge.").last ?? ""
      let value = isShown && found.contains("rude") ? "bad" : "good"
      return #"{"rationale": "", "result": "\#(value)"}"#
    }
  }

  /// Traces of which every other one is rude, labelled by two people.
  static func lines(_ count: Int = 40) -> [TraceLine] {
    (0..<count).map { number in
      let isRude = number % 2 == 0
      let value = isRude ? "bad" : "good"
      return TraceLine(
        "x\(number)",
        outputs: ["response": .string("A \(isRude ? "rude" : "kind") answer, number \(number).")],
        [Fixture.ann: value, Fixture.bob: value])
    }
  }

  /// A store with the traces and the judge `tone`.
  static func fixture(_ count: Int = 40) async throws -> Fixture {
    let fixture = try await Fixture(.plain, models: try chat().registry)
    try await prepare(fixture.store, count: count)
    return fixture
  }

  /// Fills a store with the traces and the judge.
  static func prepare(_ store: JudgeRepository, count: Int) async throws {
    _ = try await store.maintenance.initialize()
    try await store.experiments.create("support")
    _ = try await store.add(lines(count))
    _ = try await store.judges.create(Fixture.judge("tone", model: model))
  }

  /// A cheap optimizer that finds the examples.
  static let optimizer = FewShot(candidates: 1, trials: 4)

  /// An optimizer that changes nothing.
  struct Idle: AlignmentOptimizer {
    var name = "idle"
    let needsReader = false
    let selection = SelectionMethod.validation

    func align(
      _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
    ) async throws(JudgeFailure) -> AlignmentProposal {
      AlignmentProposal(body: judge.body)
    }
  }
}
