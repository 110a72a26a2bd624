import Testing

@testable import JudgeGit

@Suite struct GitProgramTests {
  @Test func inputGoesInAndOutputComesOut() async throws {
    let sandbox = try Sandbox()
    let bytes = [UInt8](repeating: 7, count: 300_000)
    let done = try await sandbox.git("hash-object", "--stdin", input: bytes)
    #expect(done.text == ObjectID(ofBlob: bytes).hex + "\n")
    #expect(done.status == 0)
  }

  @Test func aProgramThatDoesNotReadItsInputBreaksNothing() async throws {
    let sandbox = try Sandbox()
    let bytes = [UInt8](repeating: 7, count: 1_000_000)
    for _ in 0..<20 {
      let done = try await sandbox.git("cat-file", "--nonsense", input: bytes, accepting: nil)
      #expect([128, 129].contains(done.status))
    }
  }

  @Test func aFailureSaysWhatGitSaid() async throws {
    let sandbox = try Sandbox()
    let error = await #expect(throws: GitError.self) {
      try await sandbox.git("rev-parse", "--git-dir")
    }
    #expect(error?.code == .program)
    let expected = "git rev-parse ended with status 128: fatal: not a git repository"
    #expect(error?.message.hasPrefix(expected) == true)
    let answer = try await sandbox.git("rev-parse", "--git-dir", accepting: [0, 128])
    #expect(answer.status == 128)
  }

  @Test func theLineThatSaysWhyIsKept() async throws {
    func words(_ text: String) -> String {
      GitProgram.words(
        of: GitProgram.Output(status: 128, output: [], errorOutput: Array(text.utf8)))
    }
    let advice = """

      Please make sure you have the correct access rights
      and the repository exists.
      """
    let vague = "fatal: Could not read from remote repository.\n"
    let missing = "fatal: '/x' does not appear to be a git repository"
    #expect(words(missing + "\n" + vague + advice) == missing)
    #expect(
      words("Warning: a\nPermission denied (publickey).\n" + vague + advice)
        == "Permission denied (publickey).; fatal: Could not read from remote repository.")
    #expect(words("one\ntwo\nthree\n") == "two; three")
  }

  @Test func variablesThatHooksHandOnAreCleared() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let program = GitProgram(in: path)
    let local = try await program.run(["rev-parse", "--local-env-vars"]).lines.map(String.init)
    let kept: Set = ["GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"]
    #expect(Set(local).subtracting(GitProgram.repositoryVariables) == kept)
  }

  @Test func aRunThatTakesTooLongIsEnded() async throws {
    let sandbox = try Sandbox()
    // waits for a reference transaction on its standard input, which is held open by the alias
    let error = await #expect(throws: GitError.self) {
      try await GitProgram(in: sandbox.path).run(
        ["-c", "alias.wait=!sleep 30", "wait"], timeout: .milliseconds(200))
    }
    #expect(error?.code == .timeout)
  }

  @Test func aRepositoryIsNamedWhateverTheFolder() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let program = try GitProgram(Repository.open(at: path))
    let found = try await program.run(["rev-parse", "--absolute-git-dir"])
    #expect(found.text == path + "\n")
  }

  @Test(arguments: [
    ("https://ada:secret@example.com/x failed", "https://***@example.com/x failed"),
    ("'https://token@host/a@b'", "'https://***@host/a@b'"),
    ("ssh://host/x and https://u:p@h", "ssh://host/x and https://***@h"),
    ("nothing here", "nothing here"),
  ])
  func secretsAreBlanked(_ text: String, _ expected: String) {
    #expect(GitProgram.withoutSecrets(text) == expected)
  }
}
