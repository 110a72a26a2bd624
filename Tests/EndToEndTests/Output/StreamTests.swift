import Foundation
import Testing

/// Data goes to standard output, talk to standard error.
@Suite struct StreamTests {
  @Test func noProgressWhereNobodyWatches() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("t.jsonl", lines: Samples.labelled(20))
    let outcome = try repository.judge("trace", "import", "--json", file).expecting(0)
    #expect(outcome.errorText.isEmpty, "\(outcome.errorText)")
    #expect(try outcome.json()["traces"] == 20)
  }

  @Test func quietKeepsErrors() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("t.jsonl", "{broken\n")
    let outcome = try repository.judge("trace", "import", "--quiet", file)
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("t.jsonl:1:"), "\(outcome.errorText)")
    let judge = try repository.world.write("tone.md", "Judge {{ outputs }}.")
    let quiet = try repository.judge("new", "tone", "--instructions", "@\(judge)", "--quiet")
    #expect(quiet.expectingNoTalk, "\(quiet.all)")
  }

  @Test func anotherFolder() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let outcome = try world.run(Binary.path, ["status", "-C", repository.path, "--json"])
    #expect(try outcome.expecting(0).json()["branch"] == "judge")
  }
}

extension Outcome {
  /// Whether it succeeded and said nothing beside its data.
  fileprivate var expectingNoTalk: Bool { status == 0 && errors.isEmpty }
}
