import JudgeJSON
import JudgeRecords
import Testing

/// Who may do what, by who brought what.
@Suite("Authority")
struct AuthorityTests {
  private let record = ContentID(hashing: [1])
  private let other = ContentID(hashing: [2])
  private let rules = Authority(owners: ["lead"], pinned: ["bob"])

  private func by(_ authors: String..., generation: Int = 1) -> Introduction {
    Introduction(authors: Set(authors.map { Address($0) }), generation: generation)
  }

  @Test("A record is its source's own, an import, or waits for an owner")
  func claims() {
    #expect(rules.claim(of: .human("bob"), record, by("bob")) == .own)
    #expect(rules.claim(of: .human("bob"), record, by("eve", "bob")) == .own)
    #expect(rules.claim(of: .human("bob"), record, by("eve")) == .unconfirmed(by: ["eve"]))
    #expect(
      rules.claim(of: .human("bob"), record, by("lead")) == .unconfirmed(by: ["lead"]),
      "an owner confirms explicitly")
    #expect(
      rules.claim(of: .human("kim"), record, by("eve"))
        == .imported(by: ["eve"], byOwner: false, generation: 1))
    #expect(
      rules.claim(of: .human("kim"), record, by())
        == .imported(by: [], byOwner: false, generation: 1),
      "a commit that vouches for nobody still brings an import")
    #expect(rules.claim(of: .human("bob"), record, nil) == .believed)
    let code = AssessmentSource(type: .code, id: "bob")
    #expect(
      rules.claim(of: code, record, by("eve"))
        == .unconfirmed(by: ["eve"]),
      "a label under a reviewer's id is the reviewer's, whatever type it names")
    #expect(rules.claim(of: code, record, by("bob")) == .own)
    let program = AssessmentSource(type: .code, id: "eve")
    #expect(
      rules.claim(of: program, record, by("eve"))
        == .imported(by: ["eve"], byOwner: false, generation: 1))
    let foreign = Introduction(authors: ["bob", "kim", "lead"], generation: 1, isForeign: true)
    #expect(rules.claim(of: .human("kim"), record, foreign) == .own)
    #expect(
      rules.claim(of: .human("bob"), record, foreign)
        == .unconfirmed(by: ["bob", "kim", "lead"]))
    #expect(!rules.isOwners(foreign), "a foreign history makes nobody an owner")
    var confirming = rules
    confirming.confirmed = [record]
    #expect(confirming.claim(of: .human("bob"), record, by("eve")) == .confirmed)
    #expect(confirming.claim(of: .human("bob"), other, by("eve")) == .unconfirmed(by: ["eve"]))
    #expect(Authority.believing.claim(of: .human("bob"), record, by("eve")) == .believed)
  }

  private func change(_ key: String, _ source: String) -> Change {
    var change = Change(
      target: ChangeTarget(kind: .registration, id: other.hex), key: key, value: .number(2))
    change.source = .human(source)
    return change
  }

  @Test("Only an owner and the one who registered a version give it another number")
  func numbersOfOthersStay() {
    for (author, counts) in [("eve", false), ("kim", true), ("lead", true)] {
      #expect(
        rules.admits(change("version", author), record, by(author), target: by("kim")) == counts,
        "\(author)")
      #expect(rules.admits(change("tag/note", author), record, by(author), target: by("kim")))
    }
  }

  @Test("Only an owner and the reviewer set the role of a pinned reviewer")
  func aPinnedReviewersRoleIsForOwners() {
    let key = "tag/" + Authority.rolePrefix
    for (author, counts) in [("eve", false), ("bob", true), ("lead", true)] {
      #expect(
        rules.admits(change(key + "bob", author), record, by(author), target: by("eve")) == counts,
        "\(author)")
      #expect(rules.admits(change(key + "kim", author), record, by(author), target: by("eve")))
    }
    let foreign = Introduction(authors: ["lead", "bob"], generation: 1, isForeign: true)
    #expect(!rules.admits(change(key + "bob", "lead"), record, foreign, target: nil))
  }

  @Test(
    "Addresses are compared by bytes: canonical equivalence makes nobody somebody else",
    arguments: [
      ("jos\u{e9}@example.org", "jose\u{301}@example.org"),
      ("Kate@example.org", "\u{212a}ate@example.org"),
      ("\u{c5}sa@example.org", "\u{212b}sa@example.org"),
    ])
  func bytes(_ pinned: String, _ other: String) {
    #expect(pinned == other, "Swift takes them for one")
    let rules = Authority(owners: [Address(pinned)], pinned: [Address(pinned)])
    #expect(rules.isOwners(by(pinned)) && !rules.isOwners(by(other)))
    #expect(rules.claim(of: .human(pinned), record, by(pinned)) == .own)
    #expect(
      rules.claim(of: .human(pinned), record, by(other)) == .unconfirmed(by: [Address(other)]))
    #expect(!rules.isPinned(.human(other)))
    let joined = Authority(owners: [], samePerson: [[Address(pinned), "new"]])
    #expect(joined.person(Address(pinned)) == "new")
    #expect(joined.person(Address(other)) == Address(other))
  }

  @Test("A pattern is about people; a name is pinned for every type of source")
  func patterns() {
    let rules = Authority(owners: [], isPinned: { _ in true })
    #expect(rules.isPinned(.human("anybody")))
    #expect(rules.isPinned(AssessmentSource(type: .code, id: "ann@example.org")))
    #expect(!rules.isPinned(AssessmentSource(type: .llmJudge, id: "openai:/gpt-4o")))
  }

  @Test("An import replaces an import of its importer, never what the source brought")
  func replacing() {
    let dana = Authority.Claim.imported(by: ["dana"], byOwner: false, generation: 1)
    let eve = Authority.Claim.imported(by: ["eve"], byOwner: false, generation: 2)
    let both = Authority.Claim.imported(by: ["dana", "eve"], byOwner: false, generation: 1)
    let lead = Authority.Claim.imported(by: ["lead"], byOwner: true, generation: 3)
    #expect(rules.mayReplace(dana, dana))
    #expect(!rules.mayReplace(eve, dana))
    #expect(!rules.mayReplace(dana, both) && rules.mayReplace(lead, both))
    #expect(rules.mayReplace(lead, eve))
    #expect(!rules.mayReplace(lead, .own) && !rules.mayReplace(dana, .own))
    #expect(rules.mayReplace(.own, dana) && rules.mayReplace(.confirmed, .own))
    #expect(!rules.mayReplace(.unconfirmed(by: ["lead"]), dana))
  }

  @Test("Addresses of one person are one source, one author and one owner")
  func people() {
    let rules = Authority(
      owners: ["lead@old"], pinned: ["bob@old"],
      samePerson: [["bob@old", "bob@new"], ["lead@old", "lead@new"]])
    #expect(rules.claim(of: .human("bob@old"), record, by("bob@new")) == .own)
    #expect(rules.isPinned(.human("bob@new")))
    #expect(rules.isOwners(by("lead@new")))
    #expect(rules.person(.human("bob@old")) == .human("bob@new"))
    // Chains and their order make no difference.
    let orders: [[[Address]]] = [[["a", "b"], ["b", "c"]], [["b", "c"], ["a", "b"]]]
    for lists in orders {
      let chained = Authority(owners: [], samePerson: lists)
      #expect(
        Set((["a", "b", "c"] as [Address]).map { chained.person($0) }).count == 1, "\(lists)")
    }
  }

  @Test("A label is taken back by its source; an import by its only importer or an owner too")
  func deletions() {
    func admits(
      _ claimed: String, _ authors: String..., on source: String, _ label: Authority.Claim
    ) -> Bool {
      var change = Change(
        target: ChangeTarget(kind: .assessment, id: "a-1"), key: "lifecycle",
        value: Change.deleted)
      change.source = .human(claimed)
      return rules.admits(
        change, record, Introduction(authors: Set(authors.map { Address($0) }), generation: 5),
        onLabelOf: .human(source), label)
    }
    let imported = Authority.Claim.imported(by: ["dana"], byOwner: false, generation: 1)
    #expect(admits("bob", "bob", on: "bob", .own))
    #expect(!admits("bob", "eve", on: "bob", .own), "forged")
    #expect(!admits("bob", "lead", on: "bob", .own), "a pinned source's alone")
    #expect(!admits("eve", "eve", on: "bob", .own), "in another's name")
    #expect(admits("kim", "kim", on: "kim", .own))
    #expect(!admits("kim", "dana", on: "kim", .own))
    #expect(admits("kim", "lead", on: "kim", .own))
    #expect(admits("kim", "dana", on: "kim", imported))
    #expect(!admits("kim", "eve", on: "kim", imported))
    #expect(
      !admits(
        "kim", "dana", on: "kim", .imported(by: ["dana", "eve"], byOwner: false, generation: 1)))
    #expect(admits("bob", "eve", on: "bob", .unconfirmed(by: ["eve"])), "takes the forgery away")
  }

  @Test("Names and life cycles are for owners and the only author")
  func reserved() {
    func admits(_ key: String, _ source: String?, _ author: String, _ target: Introduction) -> Bool
    {
      var change = Change(
        target: ChangeTarget(kind: .experiment, id: record.hex), key: key,
        value: key == "lifecycle" ? Change.deleted : "x")
      change.source = source.map { .human($0) }
      return rules.admits(change, other, by(author), target: target)
    }
    #expect(admits("lifecycle", "dana", "dana", by("dana")))
    #expect(!admits("lifecycle", "eve", "eve", by("dana")))
    #expect(!admits("lifecycle", "eve", "eve", by("dana", "eve")))
    #expect(admits("name", "lead", "lead", by("dana")))
    #expect(admits("tag/x", "eve", "eve", by("dana")))
    #expect(!admits("tag/x", "bob", "eve", by("dana")), "in a pinned reviewer's name")
    #expect(!admits("version", nil, "eve", by("dana")), "a renumbering names nobody")
    #expect(admits("version", nil, "dana", by("dana")))
  }
}
