import Testing

/// Experiments are named, renamed, tagged, deleted and restored without losing a record.
@Suite struct ExperimentChangeTests {
  @Test func theWholeLife() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    let made = try repository.json("experiment", "show", "support")
    let number = try #require(made["experiment_id"]?.text)
    #expect(Int32(number) != nil, "MLflow's client needs an int32: \(number)")

    try repository.judge("experiment", "rename", "support", "help-desk").expecting(0)
    #expect(try repository.json("experiment", "show", number)["name"] == "help-desk")
    #expect(try repository.keys().count == 3, "the current experiment keeps its traces")

    try repository.judge("experiment", "tag", "help-desk", "owner=quality").expecting(0)
    #expect(try repository.json("experiment", "show")["tags"] == ["owner": "quality"])
    try repository.judge("experiment", "tag", "help-desk", "owner", "--delete").expecting(0)
    #expect(try repository.json("experiment", "show")["tags"] == .object([:]))

    try repository.judge("experiment", "delete", "help-desk").expecting(0)
    #expect(try names(repository) == [])
    #expect(try names(repository, "--include-deleted") == ["help-desk"])
    #expect(try repository.judge("experiment", "create", "help-desk").status == 3)
    try repository.judge("experiment", "restore", "help-desk").expecting(0)
    #expect(try names(repository) == ["help-desk"])
    #expect(
      try repository.json("trace", "list", "--experiment", number)["traces"]?.list?.count == 3)
  }

  private func names(_ repository: Repository, _ options: String...) throws -> [String] {
    let list = try repository.judge(["experiment", "list", "--json"] + options).expecting(0).json()
    return list["experiments"]?.list?.compactMap { $0["name"]?.text }.filter { $0 != "Default" }
      ?? []
  }

  @Test func twoPeopleMakeTheSameOne() throws {
    let first = try Repository.ready()
    let second = try Repository.ready(World(email: "bob@example.com"))
    #expect(try first.tree() == second.tree())
    let again = try first.json("experiment", "create", "support")
    #expect(again["name"] == "support")
    #expect(try first.records("experiments").count == 1)
  }

  @Test func aUsedNameIsFreeAfterARename() throws {
    let repository = try Repository.ready()
    let first = try repository.json("experiment", "show", "support")
    try repository.judge("experiment", "rename", "support", "old").expecting(0)
    let second = try repository.json("experiment", "create", "support")
    #expect(second["hash"] != first["hash"])
    #expect(try repository.json("experiment", "show", "old")["hash"] == first["hash"])
  }
}
