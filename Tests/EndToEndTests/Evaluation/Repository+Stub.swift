import StubModelServer

extension Repository {
  /// Six labelled traces and the judge "tone" on a stub, which this machine's git config points to.
  static func asking(_ server: StubModelServer) throws -> Repository {
    let repository = try Template.repository { world in
      let repository = try Repository.ready(world)
      try repository.load(Samples.labelled(6))
      try repository.newJudge(
        "tone", "--values", "bad,good", "--pass", "good", "--model", "openai:/stub")
    }
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1").expecting(0)
    return repository
  }
}
