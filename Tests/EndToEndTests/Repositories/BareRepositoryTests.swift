import Testing

/// A bare repository serves as a store.
@Suite struct BareRepositoryTests {
  @Test func everythingWorks() throws {
    let world = try World()
    let repository = try Repository(world, "store.git", options: ["--bare"])
    try repository.judge("init").expecting(0)
    try repository.judge("experiment", "create", "support").expecting(0)
    try repository.load(Samples.labelled(5))
    let trace = try repository.traceID("case-0")
    try repository.judge("feedback", "add", trace, "--name", "tone", "--value", "good").expecting(0)
    let checked = try repository.checked()
    #expect(checked.git.status == 0, "\(checked.git.all)")
    #expect(checked.judge["ok"] == true)
  }

  @Test func aSeparateStoreIsNamedInTheConfiguration() throws {
    let world = try World()
    let store = try Repository(world, "store.git", options: ["--bare"])
    let code = try Repository(world, "code")
    try code.git("config", "judge.store", "../store.git")
    try code.judge("init").expecting(0)
    try code.judge("experiment", "create", "support").expecting(0)
    try code.load(Samples.labelled(3))
    #expect(try code.git("for-each-ref").text.isEmpty, "nothing is written beside the code")
    #expect(try store.records("traces").count == 3)
    #expect(try code.keys().count == 3)
  }
}
