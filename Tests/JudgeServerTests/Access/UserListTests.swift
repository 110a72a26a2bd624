import GitJudge
import Testing

@testable import JudgeServer

/// Users of a server, and requests that are turned away.
@Suite struct UserListTests {
  /// The password of the first is "right horse", hashed with crypt(3).
  private static let file = """
    # the team
    kim@example.org:$6$abcdefgh$\(hash)

    bot@example.org:sha256:\(ContentID(hashing: Array("token-1".utf8)).hex)
    """
  private static let hash =
    "d3JU7opb2UkJZux2SwBmGX8Hkza1nQ9YCB6fmlRP0qoYXSC7r5OhNEIDazC8SzaMoIByP9GLcjGV8VBWXaMRW0"

  private func basic(_ text: String) -> String { "Basic " + Base64.text(Array(text.utf8)) }

  @Test("A token lets in; another one does not")
  func token() throws {
    let users = try UserList(Self.file, path: "users.txt")
    #expect(users.user("Bearer token-1") == "bot@example.org")
    #expect(users.user("Bearer token-1") == "bot@example.org")
    #expect(users.user(basic("bot@example.org:token-1")) == "bot@example.org")
    for wrong in [nil, "", "Bearer", "Bearer token-2", "Bearer \(Self.hash)", "Basic !!!"] {
      #expect(users.user(wrong) == nil)
    }
    #expect(users.user(basic("kim@example.org:token-1")) == nil)
    #expect(users.user(basic("kim@example.org")) == nil)
    #expect(users.user(basic("kim@example.org:\0")) == nil)
  }

  @Test("A password lets in; another one does not")
  func password() throws {
    let users = try UserList(Self.file, path: "users.txt")
    #expect(users.user(basic("kim@example.org:right horse")) == "kim@example.org")
    #expect(users.user(basic("kim@example.org:wrong horse")) == nil)
    #expect(users.user(basic("bot@example.org:right horse")) == nil)
  }

  @Test(
    "A line that is no user is named",
    arguments: [
      "kim@example.org", "kim:$2y$05$abc", "a@b:plain", "a@b:sha256:12", "a@b:$1$weak$x",
      "# nobody",
    ])
  func refused(_ line: String) {
    #expect(throws: JudgeFailure.self) { try UserList("\n" + line, path: "users.txt") }
  }

  @Test(
    "Only names of this machine are local",
    arguments: [
      ("127.0.0.1:5000", true), ("localhost", true), ("[::1]:5000", true), ("127.8.8.8:1", true),
      ("example.org:5000", false), ("127.0.0.1.evil.org", false), ("0.0.0.0:5000", false),
      ("localhost.evil.org", false),
    ])
  func local(_ authority: String, _ expected: Bool) {
    #expect(AccessMiddleware.isLocal(authority) == expected)
  }
}
