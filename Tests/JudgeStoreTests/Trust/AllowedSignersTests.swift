import JudgeRecords
import Testing

@testable import JudgeStore

@Suite struct AllowedSignersTests {
  @Test(arguments: [
    ("ann@example.org ssh-ed25519 AAAA", "ann@example.org", true),
    ("ann@example.org ssh-ed25519 AAAA", "bob@example.org", false),
    ("*@example.org ssh-ed25519 AAAA", "bob@example.org", true),
    ("*@example.org ssh-ed25519 AAAA", "bob@example.org.evil", false),
    ("?nn@*.org,x ssh-ed25519 AAAA", "ann@example.org", true),
    ("*@example.org,!bob@example.org ssh-ed25519 AAAA", "bob@example.org", false),
    ("# ann@example.org ssh-ed25519 AAAA", "ann@example.org", false),
    ("a@x namespaces=\"git\" ssh-ed25519 AAAA\n\n b@x ssh-ed25519 AAAA", "b@x", true),
    ("", "", false), ("* ssh-ed25519 AAAA", "", true), ("a*b*c k", "aXbYc", true),
    ("a*b*c k", "aXbY", false),
  ])
  func whoHasAKey(_ text: String, _ principal: String, _ isListed: Bool) {
    #expect(AllowedSigners(text: text).lists(principal) == isListed)
  }

  @Test func listsAreRead() {
    #expect(TrustSettings.list("a@x, b@x\n# c@x\nd@x # e\n") == ["a@x", "b@x", "d@x"])
    #expect(TrustSettings(owners: ["a", "b"]).key == TrustSettings(owners: ["b", "a"]).key)
    #expect(TrustSettings(owners: []).key != TrustSettings().key)
  }
}
