import Foundation
import JudgeTestSupport
import Testing

/// A set of real labels that lies beside the checkout; tests of it are skipped where it is absent.
enum SharedSet: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case pandalm, nq301, dices350, llmbar

  var testDescription: String { rawValue }

  /// Why a test of the sets is skipped.
  static let absent: Comment = "the shared data is absent: set GIT_JUDGE_DATA to its folder"

  /// Whether all sets are there.
  static var arePresent: Bool {
    allCases.allSatisfy { PackageFolder.sharedData("\($0.rawValue)/traces.jsonl") != nil }
  }

  /// The feedback name of its labels.
  var question: String {
    switch self {
    case .pandalm: "preference"
    case .nq301: "correctness"
    case .dices350: "harmful"
    case .llmbar: "instruction_following"
    }
  }

  /// One of its files.
  func path(_ name: String) -> String {
    PackageFolder.sharedData("\(rawValue)/\(name)")?.path ?? "absent"
  }

  /// Its lines.
  func lines() throws -> [JSON] {
    try String(contentsOfFile: path("traces.jsonl"), encoding: .utf8)
      .split(separator: "\n").map { try JSON(parsing: Data($0.utf8)) }
  }

  /// The figures that independent libraries computed.
  func truth() throws -> JSON {
    guard let url = PackageFolder.sharedData("truth/\(rawValue).json") else { return .null }
    return try JSON(parsing: Data(contentsOf: url))["metrics"]?[question] ?? .null
  }

  /// A store of its own with the set imported in the experiment "support", and no judge.
  func imported() throws -> Repository {
    try Template.repository(rawValue) { world in
      try Repository.ready(world).json("trace", "import", path("traces.jsonl"))
    }
  }

  /// The same with the set's judge.
  func judged(model: String? = nil) throws -> Repository {
    let repository = try imported()
    let chosen = model.map { ["--model", $0] } ?? []
    try repository.judge(["new", question, "--from", path("judge.json")] + chosen).expecting(0)
    return repository
  }
}
