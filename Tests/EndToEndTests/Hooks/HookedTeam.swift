/// A server with the hook, and a clone that has synced to it.
enum HookedTeam {
  /// Copies a world with the repositories `team.git` and `clone`.
  ///
  /// - Parameters:
  ///   - file: the file of the call, which with the line names the world.
  ///   - line: the line of the call.
  ///   - more: sets up more, given the clone.
  /// - Returns: the world, for one test alone.
  /// - Throws: what a command or `more` throws.
  static func world(
    file: String = #fileID, line: Int = #line,
    and more: (Repository) throws -> Void = { _ in }
  ) throws -> World {
    try Template.world(file: file, line: line) { world in
      let server = try Repository(world, "team.git", options: ["--bare"])
      try server.judge("hooks", "install", "--server").expecting(0)
      let clone = try Repository.ready(world, "clone")
      try clone.git("remote", "add", "origin", server.path)
      try clone.load([Samples.line("a", labels: ["ann": "good"]), Samples.line("b")])
      try clone.newJudge("tone", "--values", "bad,good")
      try clone.judge("sync").expecting(0)
      try more(clone)
    }
  }
}
