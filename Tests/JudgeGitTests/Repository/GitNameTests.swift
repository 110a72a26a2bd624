import JudgeGit
import Testing

@Suite struct GitNameTests {
  @Test(arguments: ["judge", "team/judge", "v1.0", "ünï", "a@b", "x-y"])
  func goodNames(_ name: String) {
    #expect(GitName.isBranch(name))
    #expect(GitName.isReference("refs/heads/\(name)"))
  }

  @Test(arguments: [
    "", "-x", "--upload-pack=x", "a..b", "a b", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "@",
    "a@{1}", "/a", "a/", "a//b", ".a", "a/.b", "a.", "a.lock", "a.lock/b", "a\n", "a\u{7f}",
    "HEAD",
  ])
  func badNames(_ name: String) {
    #expect(!GitName.isBranch(name))
  }

  /// The same answers as `git check-ref-format --branch` gives, which expands no `@{-1}` here.
  @Test(arguments: [
    "judge", "a..b", "a.lock", "a/.b", "ünï", "a@{1}", "a\\b", "a.", "x/y/z", "-a", "@", "a@",
  ])
  func agreesWithGit(_ name: String) async throws {
    let sandbox = try Sandbox()
    let done = try await sandbox.git("check-ref-format", "refs/heads/\(name)", accepting: nil)
    #expect(GitName.isReference("refs/heads/\(name)") == (done.status == 0))
  }

  @Test func urls() {
    for good in ["https://example.com/a.git", "../store.git", "git@host:team/a.git", "file:///a"] {
      #expect(GitName.isURL(good))
    }
    for bad in ["", "-x", "--upload-pack=evil", "ext::sh -c evil", "a\nb"] {
      #expect(!GitName.isURL(bad))
    }
    #expect(GitName.isRemote("origin"))
    #expect(!GitName.isRemote("https://example.com/a.git"))
  }
}
