import Foundation
import JudgeJSON
import JudgeReview
import JudgeTestSupport
import Testing

/// The corpus of events and effects, which the script of the page answers in the same way
/// (`scripts/browser-tests --sessions`).
@Suite struct CorpusTests {
  private static let file = PackageFolder.root().appendingPathComponent(
    "Tests/Fixtures/review-corpus/sessions.json")

  @Test func theSessionAnswersEveryStepAsTheCorpusSays() throws {
    if ProcessInfo.processInfo.environment[Snapshot.variable] == "1" { try Self.write() }
    let cases = try #require(
      try JSONValue(parsing: [UInt8](Data(contentsOf: Self.file))).arrayValue)
    #expect(cases.count >= 40)
    for one in cases {
      let name = one["name"]?.stringValue ?? ""
      var session = CorpusWalk.session(of: one)
      for (place, step) in (one["steps"]?.arrayValue ?? []).enumerated() {
        let effects = try Self.effects(of: step, &session)
        #expect(
          JSONValue.array(effects.map(CorpusCoding.json)) == step["effects"],
          "\(name), step \(place): effects")
        #expect(CorpusCoding.state(session) == step["state"], "\(name), step \(place): state")
      }
    }
  }

  @Test func theCorpusMeetsEveryCommandEventAndNotice() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    let words = [
      "answer", "rationale", "draft", "detail", "skip", "flag", "undo", "search", "next",
      "previous", "open", "advance", "postpone", "loaded", "missing", "stored", "changed", "found",
      "failed", "noTrace", "reasonKept", "reasonRemoved", "alreadyLabelled", "nothingToUndo",
      "isFirst", "isLast", "flagged", "flagRemoved", "flagRestored", "takenBack",
      "earlierLabelRestored", "skipUndone", "matches", "noMatch", "searchEnded", "searchExhausted",
    ]
    for word in words {
      #expect(text.contains("\"type\":\"\(word)\""), "no case has \(word)")
    }
  }

  /// Gives a session the input of a step.
  private static func effects(
    of step: JSONValue, _ session: inout LabelSession
  ) throws -> [LabelSession.Effect] {
    if let command = step["command"] {
      return session.perform(try #require(CorpusCoding.command(command)))
    }
    guard let event = step["event"] else { return session.start() }
    return session.handle(
      try #require(CorpusCoding.event(event)), at: step["at"]?.doubleValue ?? 0)
  }

  private static func write() throws {
    let cases = (1...50).map { CorpusWalk.record(seed: $0, steps: 16) }
    let lines = cases.map(\.canonicalText).joined(separator: ",\n")
    try Data("[\n\(lines)\n]\n".utf8).write(to: file)
  }
}
