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
    Introduction(authors: Set(authors), generation: generation)
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
        == .imported(by: ["eve"], byOwner: false, generation: 1),
      "a program of a reviewer's name is not the reviewer")
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
    for lists in [[["a", "b"], ["b", "c"]], [["b", "c"], ["a", "b"]]] {
      let chained = Authority(owners: [], samePerson: lists)
      #expect(Set(["a", "b", "c"].map { chained.person($0) }).count == 1, "\(lists)")
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
        change, record, Introduction(authors: Set(authors), generation: 5),
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
    #expect(admits("version", nil, "eve", by("dana")), "a renumbering has no author")
  }
}
