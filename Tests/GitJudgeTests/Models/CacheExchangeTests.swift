import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// Exports and imports of the call cache at their edges.
@Suite struct CacheExchangeTests {
  private static func line(_ text: String, says answer: String = "yes") -> String {
    """
    {"request":{"uri":"openai:/m","messages":[{"content":"\(text)","role":"user"}]},\
    "response":{"text":"\(answer)"}}
    """
  }

  @Test("An answer that is here is not replaced by another one to the same request")
  func kept() async throws {
    let fixture = try await Fixture()
    let calls = fixture.store.calls
    let first = try fixture.file("a.jsonl", Self.line("a") + "\n")
    let other = try fixture.file(
      "b.jsonl", Self.line("a", says: "no") + "\n" + Self.line("b", says: "no"))
    #expect(try calls.importFile(from: first).imported == 1)
    let result = try calls.importFile(from: other)
    #expect(result.imported == 1 && result.present == 1)
    let out = fixture.path("out.jsonl")
    #expect(try await calls.export(to: out) == 2)
    let answers = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))["response"]?["text"]
    }
    #expect(answers.count == 2 && answers.contains("yes") && answers.contains("no"))
  }

  @Test("Line ends of Windows, blank lines and a missing last line end do not matter")
  func lineEnds() async throws {
    let fixture = try await Fixture()
    let path = try fixture.file(
      "calls.jsonl", Self.line("a") + "\r\n \t\r\n\n" + Self.line("b") + "\r\nx")
    let result = try fixture.store.calls.importFile(from: path)
    #expect(result.imported == 2 && result.rejected.map(\.line) == [5])
  }

  @Test("An export that cannot take its place leaves nothing half written behind")
  func failed() async throws {
    let fixture = try await Fixture()
    let folder = fixture.folder.file("taken")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let error = await failure { try await fixture.store.calls.export(to: folder.path) }
    #expect(error.code == "invalid" && error.says(folder.path))
    #expect(!FileManager.default.fileExists(atPath: folder.path + ".part"))
  }
}
