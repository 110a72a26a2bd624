import Testing

/// `--dry-run` says what an import would do, and writes nothing.
@Suite struct DryRunTests {
  @Test func theCountsAreThoseOfTheRealImport() throws {
    let repository = try Repository.ready()
    let tip = try repository.tip()
    let file = try repository.world.write("traces.jsonl", lines: Samples.labelled(5))
    let planned = try repository.json("trace", "import", "--dry-run", file)
    #expect(planned["commit"] == .null)
    #expect(try repository.tip() == tip)
    #expect(try repository.keys().isEmpty)

    let done = try repository.json("trace", "import", file)
    for key in ["read", "traces", "assessments", "already_present", "rejected", "conflicting"] {
      #expect(planned[key] == done[key], "\(key)")
    }
    #expect(done["traces"] == 5)
    #expect(try repository.tip() != tip)
  }
}
