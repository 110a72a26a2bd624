import Testing

@testable import JudgeStore

@Suite struct ReferenceRulesTests {
  private let some = String(repeating: "a", count: 40)
  private let none = String(repeating: "0", count: 40)

  private func role(_ name: String, deleted: Bool = false, branch: String = "judge")
    -> ReferenceRules.Role
  {
    ReferenceRules(branch: branch).role(
      of: ReferenceUpdate(old: none, new: deleted ? none : some, reference: name))
  }

  private func isRefused(_ role: ReferenceRules.Role) -> Bool {
    if case .refused = role { true } else { false }
  }

  @Test(arguments: [
    "refs/replace/aaaa", "refs/Replace/aaaa", "refs/judge/x", "refs/judge/tags/origin/a",
    "refs/tags/judge", "refs/heads/judge/x", "refs/heads/judge/x/y",
    "refs/heads/refs/heads/judge", "refs/tags/refs/heads/judge", "refs/refs/heads/judge",
    "refs/remotes/Refs/Heads/Judge", "refs/heads/refs/tags/judge/support/tone/v1",
  ])
  func whatBlindsOrBlocksIsRefusedAndMayGo(_ name: String) {
    #expect(isRefused(role(name)))
    #expect(role(name, deleted: true) == .other)
  }

  @Test(arguments: [
    "refs/heads/main", "refs/heads/judged", "refs/heads/a/judge", "refs/tags/v1",
    "refs/tags/judges",
    "refs/notes/commits", "refs/replaced/x", "refs/heads/refs/heads/judged",
    "refs/heads/myrefs/heads/judge",
  ])
  func othersAreNoneOfOurBusiness(_ name: String) { #expect(role(name) == .other) }

  @Test func theStoresOwn() {
    #expect(role("refs/heads/judge") == .branch)
    #expect(role("refs/tags/judge/support/tone/v1") == .versionTag)
    #expect(role("refs/heads/team/judge", branch: "team/judge") == .branch)
    #expect(isRefused(role("refs/heads/team", branch: "team/judge")))
    #expect(isRefused(role("refs/heads/team/judge/x", branch: "team/judge")))
    #expect(role("refs/heads/judge", branch: "team/judge") == .other)
  }
}
