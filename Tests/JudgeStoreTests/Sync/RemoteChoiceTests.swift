import JudgeWork
import Testing

@testable import JudgeStore

@Suite("Which remote a sync means")
struct RemoteChoiceTests {
  @Test(
    "The given one, the configured one, origin, the only one",
    arguments: [
      (["origin", "b"], nil, nil, "origin"), (["a"], nil, nil, "a"),
      (["origin", "b"], "b", nil, "b"), (["origin", "b", "c"], "b", "c", "c"),
    ] as [([String], String?, String?, String)])
  func choice(remotes: [String], configured: String?, given: String?, name: String) throws {
    #expect(try RemoteChoice(remotes: remotes, configured: configured).name(given) == name)
  }

  @Test(
    "An error that says what can be done",
    arguments: [
      ([], nil, "usage", "to add one"), (["a", "b"], nil, "usage", "name one of: a, b"),
      (["a"], "x", "not-found", "use one of: a"), ([], "x", "not-found", "to add it"),
    ] as [([String], String?, String, String)])
  func errors(remotes: [String], given: String?, code: String, hint: String) {
    let error = #expect(throws: JudgeFailure.self) {
      try RemoteChoice(remotes: remotes, configured: nil).name(given)
    }
    #expect(error?.code.name == code)
    #expect(error?.remedy?.description.contains(hint) == true)
  }

  @Test("Relative paths count from the repository, URLs stay, file URLs become paths")
  func addresses() {
    #expect(RemoteAddress.full("../x.git", from: "/r") == "/r/../x.git")
    #expect(RemoteAddress.full("/x.git", from: "/r") == "/x.git")
    #expect(RemoteAddress.full("file:///x.git", from: "/r") == "/x.git")
    #expect(RemoteAddress.full("https://h/x.git", from: "/r") == "https://h/x.git")
    #expect(RemoteAddress.full("me@h:x.git", from: "/r") == "me@h:x.git")
  }

  @Test(
    "The folder of a clone, as git names it",
    arguments: [
      ("https://h/a/b.git", "b"), ("/x/y/.git", "y"), ("/x/y/", "y"), ("me@h:b.git", "b"),
      ("https://me:pw@h", "h"), ("", ""), ("///", ""),
    ])
  func cloneFolders(url: String, folder: String) {
    #expect(RemoteAddress.folder(ofCloneOf: url) == folder)
  }
}
