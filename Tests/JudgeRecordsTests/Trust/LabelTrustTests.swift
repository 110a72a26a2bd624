import JudgeJSON
import JudgeRecords
import Testing

/// The labels' fold, held against who brought each.
@Suite("Labels and who brought them")
struct LabelTrustTests {
  private struct Scene {
    var assessments: [(ContentID, Assessment)] = []
    var changes: [(ContentID, Change)] = []
    var introductions: [ContentID: Introduction] = [:]

    @discardableResult
    mutating func label(
      _ source: String, _ value: String, by authors: String..., at time: Int64,
      generation: Int? = nil, overrides: String? = nil, id: String? = nil
    ) throws -> String {
      var value = Assessment(
        traceID: "tr-1", name: "tone", source: .human(source), content: .feedback(.string(value)))
      value.createTime = Timestamp(milliseconds: time)
      value.overrides = overrides
      value.assessmentID = id
      let record = try value.record()
      assessments.append((record.id, value))
      introductions[record.id] = Introduction(
        authors: Set(authors.map { Address($0) }), generation: generation ?? Int(time))
      return value.id(in: record.id)
    }

    mutating func delete(
      _ id: String, as source: String, by author: String, at time: Int64,
      value: String = "deleted"
    ) throws {
      var change = Change(
        target: ChangeTarget(kind: .assessment, id: id), key: "lifecycle", value: .string(value))
      change.source = .human(source)
      change.time = Timestamp(milliseconds: time)
      let record = try change.record()
      changes.append((record.id, change))
      introductions[record.id] = Introduction(authors: [Address(author)], generation: Int(time))
    }

    func standings(_ rules: Authority) -> [String: Label.Standing] {
      let fold = LabelFold(
        assessments, changes: ChangeFold(changes), authority: rules, introductions: introductions)
      let reversed = LabelFold(
        assessments.reversed(), changes: ChangeFold(changes.reversed()), authority: rules,
        introductions: introductions)
      #expect(fold == reversed)
      return Dictionary(uniqueKeysWithValues: fold.labels.map { ($0.id, $0.standing) })
    }
  }

  private let rules = Authority(owners: ["lead"], pinned: ["bob"])

  @Test func aForgedLabelOfAPinnedSourceDoesNotCount() throws {
    var scene = Scene()
    let own = try scene.label("bob", "good", by: "bob", at: 1)
    let forged = try scene.label("bob", "bad", by: "eve", at: 2, overrides: own)
    #expect(scene.standings(rules) == [own: .counts, forged: .unconfirmed])
    var confirming = rules
    confirming.confirmed = [scene.assessments[1].0]
    #expect(scene.standings(confirming) == [own: .overridden, forged: .counts])
  }

  @Test func aForgedDeletionRemovesNoVote() throws {
    var scene = Scene()
    let own = try scene.label("bob", "good", by: "bob", at: 1)
    try scene.delete(own, as: "bob", by: "eve", at: 2)
    #expect(scene.standings(rules) == [own: .counts])
    try scene.delete(own, as: "bob", by: "lead", at: 3)
    #expect(scene.standings(rules) == [own: .counts])
    try scene.delete(own, as: "bob", by: "bob", at: 4)
    #expect(scene.standings(rules) == [own: .deleted])
    // Nobody brings it back in Bob's name.
    try scene.delete(own, as: "bob", by: "eve", at: 5, value: "active")
    #expect(scene.standings(rules) == [own: .deleted])
  }

  @Test func anImportNeverReplacesWhatTheSourceBrought() throws {
    var scene = Scene()
    let own = try scene.label("kim", "good", by: "kim", at: 1)
    let later = try scene.label("kim", "bad", by: "dana", at: 2)
    let overriding = try scene.label("kim", "ugly", by: "lead", at: 3, overrides: own)
    #expect(scene.standings(rules) == [own: .counts, later: .disputed, overriding: .disputed])
    // What the source takes back, an import may say.
    try scene.delete(own, as: "kim", by: "kim", at: 4)
    let after = scene.standings(rules)
    #expect(after[own] == .deleted)
    #expect(after.values.count { $0 == .counts } == 1, "\(after)")
  }

  @Test func ofImportsTheFirstOnesImporterDecides() throws {
    var scene = Scene()
    let first = try scene.label("kim", "good", by: "dana", at: 5, generation: 1)
    let hostile = try scene.label("kim", "bad", by: "eve", at: 9, generation: 2)
    #expect(scene.standings(rules) == [first: .counts, hostile: .disputed])
    let corrected = try scene.label("kim", "ugly", by: "dana", at: 7, generation: 3)
    #expect(
      scene.standings(rules) == [first: .contended, hostile: .disputed, corrected: .counts])
    let owners = try scene.label("kim", "fine", by: "lead", at: 8, generation: 4)
    #expect(scene.standings(rules)[owners] == .counts)
  }

  @Test func statesUnderOneGivenIDFollowTheSameRule() throws {
    var scene = Scene()
    try scene.label("kim", "good", by: "dana", at: 5, generation: 1, id: "a-0001")
    try scene.label("kim", "bad", by: "eve", at: 9, generation: 2, id: "a-0001")
    let fold = LabelFold(
      scene.assessments, changes: ChangeFold([]), authority: rules,
      introductions: scene.introductions)
    #expect(fold.labels.map(\.standing) == [.counts, .disputed])
  }

  @Test func twoAddressesOfAPersonHaveOneVote() throws {
    var scene = Scene()
    let old = try scene.label("kim@old", "good", by: "kim@old", at: 1)
    let new = try scene.label("kim@new", "bad", by: "kim@new", at: 2)
    #expect(scene.standings(rules) == [old: .counts, new: .counts])
    let joined = Authority(owners: ["lead"], samePerson: [["kim@old", "kim@new"]])
    #expect(scene.standings(joined) == [old: .contended, new: .counts])
  }

  @Test func whatIsNotKnownIsBelieved() throws {
    var scene = Scene()
    let label = try scene.label("bob", "good", by: "eve", at: 1)
    scene.introductions = [:]
    #expect(scene.standings(rules) == [label: .counts])
  }
}
