import Foundation
import Testing

@testable import GitJudge

/// The cache of models' answers, as a file.
@Suite struct CallServiceTests {
  private static func line(_ text: String) -> String {
    """
    {"request":{"uri":"openai:/m","messages":[{"content":"\(text)","role":"user"}]},\
    "response":{"text":"yes"}}
    """
  }

  @Test("Lines of an export are taken once")
  func taken() async throws {
    let fixture = try await Fixture()
    let calls = fixture.store.calls
    let path = try fixture.file("calls.jsonl", Self.line("a") + "\n\n" + Self.line("b") + "\n")
    let first = try calls.importFile(from: path)
    #expect(first.imported == 2 && first.present == 0 && first.rejected.isEmpty)
    let second = try calls.importFile(from: path)
    #expect(second.imported == 0 && second.present == 2)
    #expect(second.json["present"] == 2)
  }

  @Test("An import takes an export, and another clone then exports the same lines")
  func exported() async throws {
    let (fixture, other) = (try await Fixture(), try await Fixture())
    let path = try fixture.file("calls.jsonl", Self.line("a") + "\n" + Self.line("b"))
    _ = try fixture.store.calls.importFile(from: path)
    let out = fixture.path("out.jsonl")
    #expect(try await fixture.store.calls.export(to: out) == 2)
    #expect(try other.store.calls.importFile(from: out).imported == 2)
    let again = other.path("again.jsonl")
    _ = try await other.store.calls.export(to: again)
    #expect(
      FileManager.default.contents(atPath: again) == FileManager.default.contents(atPath: out))
    #expect(fixture.store.maintenance.exports == [out], "a redaction names it")
  }

  @Test("One model's answers are exported alone")
  func oneModel() async throws {
    let fixture = try await Fixture()
    let other = Self.line("c").replacingOccurrences(of: "openai:/m", with: "openai:/n")
    let path = try fixture.file("calls.jsonl", Self.line("a") + "\n" + other)
    _ = try fixture.store.calls.importFile(from: path)
    let out = fixture.path("out.jsonl")
    #expect(try await fixture.store.calls.export(to: out, model: "openai:/n") == 1)
    #expect(try await fixture.store.calls.export(to: out, model: "openai:/none") == 0)
    #expect(FileManager.default.contents(atPath: out)?.isEmpty == true, "replaced as a whole")
  }

  @Test("A line that is no answer is named with its number, and the others are taken")
  func rejected() async throws {
    let fixture = try await Fixture()
    let path = try fixture.file(
      "calls.jsonl", Self.line("a") + "\nnonsense\n{\"request\":{}}\n" + Self.line("b"))
    let result = try fixture.store.calls.importFile(from: path)
    #expect(result.imported == 2 && result.rejected.map(\.line) == [2, 3])
    #expect(result.rejected.allSatisfy { $0.file == path })
    let none = await failure { try fixture.store.calls.importFile(from: fixture.path("none")) }
    #expect(none.isOfData && none.says("none"))
  }

  @Test("A file that cannot be written is named")
  func unwritable() async throws {
    let fixture = try await Fixture()
    let path = fixture.path("no/such/folder.jsonl")
    let error = await failure { try await fixture.store.calls.export(to: path) }
    #expect(error.code == "invalid" && error.says(path))
  }

  @Test("A name of a shared budget becomes a file, so it is a plain word")
  func budgets() {
    for name in ["ci", "team-1", "a.b_c", String(repeating: "x", count: 64)] {
      #expect(CallOptions.isBudgetName(name), "\(name)")
    }
    for name in ["", ".x", "a/b", "a b", "ä", String(repeating: "x", count: 65)] {
      #expect(!CallOptions.isBudgetName(name), "\(name)")
    }
  }

  @Test("Without built-in providers nothing was called")
  func statistics() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.runs.run(["tone"])
    let statistics = fixture.store.calls.statistics
    #expect(statistics.calls == 0 && statistics.cached == 0)
  }
}
