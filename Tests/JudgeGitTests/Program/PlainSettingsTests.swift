import JudgeGit
import Testing

/// git is asked about the objects that are there, whatever stands in for them.
@Suite struct PlainSettingsTests {
  @Test func replacementsAreNeitherGitsNorOurs() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let git = GitProgram(in: path)
    func blob(_ text: String) async throws -> String {
      try await git.run(["hash-object", "-w", "--stdin"], input: Array(text.utf8)).text
        .trimmingSuffix { $0.isNewline }
    }
    let real = try await blob("real")
    try await git.run(["update-ref", "refs/replace/\(real)", try await blob("fake")])
    #expect(try await git.run(["cat-file", "blob", real]).text == "real")
    let id = try #require(ObjectID(hex: real))
    // libgit2 knows no replacements.
    #expect(try Repository.open(at: path).blob(id) == Array("real".utf8))
  }

  @Test func settingsDoNotReachTheOutput() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let git = GitProgram(in: path)
    try await git.run(["config", "log.abbrevCommit", "true"])
    try await git.run(["config", "format.pretty", "%s only"])
    let tree = try await git.run(["mktree"]).text.trimmingSuffix { $0.isNewline }
    let commit = try await git.run([
      "-c", "user.name=A", "-c", "user.email=a@b", "commit-tree", tree, "-m", "x",
    ]).text.trimmingSuffix { $0.isNewline }
    #expect(try await git.run(["log", commit]).text.hasPrefix("commit \(commit)\n"))
    let hooks = try await git.run(["rev-parse", "--git-path", "hooks"]).text
    #expect(hooks.contains("hooks") && !hooks.contains("null"))
  }

  @Test func aStreamIsHandedOutInPiecesAndFailuresAreTold() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let git = GitProgram(in: path)
    let contents = (0..<300).map { [UInt8](repeating: UInt8($0 % 251), count: $0 * 977) }
    var names: [String] = []
    for bytes in contents {
      _ = try await git.run(["hash-object", "-w", "--stdin"], input: bytes)
      names.append(ObjectID(ofBlob: bytes).hex)
    }
    names.insert(String(repeating: "a", count: 40), at: 7)
    var sizes: [Int?] = []
    let stream = ObjectStream(git)
    try await stream.sizes(names) { object throws(GitError) in
      sizes.append(object.kind == nil ? nil : object.size)
    }
    var expected: [Int?] = contents.map(\.count)
    expected.insert(nil, at: 7)
    #expect(sizes == expected)
    let read = try await stream.all(names)
    #expect(read.map(\.index) == Array(0..<301))
    #expect(read.filter { $0.kind == .blob }.map(\.bytes) == contents)
    let error = await #expect(throws: GitError.self) {
      try await git.stream(["cat-file", "blob", "nothing"]) { _ in }
    }
    #expect(error?.code == .program)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
    var text = String(self)
    while let last = text.last, isDropped(last) { text.removeLast() }
    return text
  }
}
