import JudgeRecords
import Testing

@testable import JudgeStore

@Suite("Which references a sync takes over")
struct TagChoiceTests {
  private let names = MirrorNames(remote: "origin", branch: "judge")

  @Test("Lines of for-each-ref; others are skipped")
  func lines() {
    #expect(
      GitReference.list(["aa refs/heads/judge", "bb", ""]) == [
        GitReference(object: "aa", name: "refs/heads/judge")
      ])
  }

  @Test("A clone's copy has the remote's names again")
  func copy() {
    let copied = GitReference.list([
      "aa refs/remotes/origin/judge", "bb refs/judge/tags/origin/x/y/v1", "cc refs/heads/judge",
    ])
    let listing = RemoteListing(copy: copied, names: names)
    #expect(listing.tip == "aa" && listing.tags == ["refs/tags/judge/x/y/v1": "bb"])
    #expect(names.copy(of: "refs/tags/judge/x/y/v1") == "refs/judge/tags/origin/x/y/v1")
    #expect(names.original(of: "refs/tags/judge/x/y/v1") == nil)
  }

  @Test("A fetch brings news, and what went at the remote meanwhile stays gone")
  func update() {
    var before = RemoteListing(lines: [], branch: "judge")
    before.tags = ["refs/tags/judge/a": "1"]
    var now = before
    now.tip = "bb"
    now.tags["refs/tags/judge/b"] = "2"
    var listing = RemoteListing(lines: ["aa\trefs/heads/judge"], branch: "judge")
    listing.update(with: now, since: before)
    #expect(listing.tip == "bb" && listing.tags == ["refs/tags/judge/b": "2"])
  }

  @Test("Copies that became folders, or stand in a folder's place, are in the way")
  func blocking() {
    var listing = RemoteListing(lines: [], branch: "judge")
    listing.tags = ["refs/tags/judge/x/y": "1"]
    let copies = [
      "refs/judge/tags/origin/x", "refs/judge/tags/origin/x/y/v1", "refs/judge/tags/origin/z",
      "refs/remotes/origin/judge/old", "refs/remotes/origin/judge",
    ]
    #expect(
      names.blocking(copies, for: listing) == [
        "refs/judge/tags/origin/x", "refs/judge/tags/origin/x/y/v1",
        "refs/remotes/origin/judge/old",
      ])
  }

  @Test("Only tags that are not here and have room are new")
  func new() {
    let copied = GitReference.list([
      "1 refs/judge/tags/origin/x/y/v1", "2 refs/judge/tags/origin/x/y/v2",
      "3 refs/judge/tags/origin/z", "4 refs/tags/judge/x/y/v3",
    ])
    let ours: Set = ["refs/tags/judge/x/y/v1", "refs/tags/judge/z/q/v1"]
    #expect(
      TagChoice.new(copied, beside: ours, names: names) == [
        GitReference(object: "2", name: "refs/tags/judge/x/y/v2")
      ])
  }

  @Test("Tags that both sides have with other content, by name")
  func differing() {
    let found = TagChoice.differing(
      ["b": "2", "a": "1", "c": "3"], from: ["a": "9", "b": "8", "c": "3"])
    #expect(found.map(\.tag.name) == ["a", "b"] && found.map(\.own) == ["9", "8"])
  }

  @Test("Labels of other people's commits are counted by source")
  func lostAuthors() {
    var lost = LostAuthors()
    lost.add(pinned: "b@x")
    lost.add(pinned: "b@x")
    lost.add(moved: "a@x")
    let warnings = lost.warnings
    #expect(warnings.count == 2 && lost.pinned == ["b@x"])
    #expect(warnings[0].hasPrefix("1 label of a@x") && warnings[0].contains("count as imports"))
    #expect(warnings[1].hasPrefix("2 labels of b@x") && warnings[1].contains("until an owner"))
  }
}
