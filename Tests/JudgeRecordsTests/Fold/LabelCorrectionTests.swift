import JudgeJSON
import Testing

@testable import JudgeRecords

@Suite("Corrections, blanks and missing values in the labels' fold")
struct LabelCorrectionTests {
  private func correct(
    _ scene: inout Scene, _ old: String, by new: String, as source: String = "ann", at hour: Int
  ) throws {
    try scene.change(
      ChangeTarget(kind: .assessment, id: old), Change.overriddenBy, .string(new), by: source,
      at: hour)
  }

  @Test("A correction replaces the older label, whatever hash or time it has")
  func correction() throws {
    for (first, second) in [(1, 2), (2, 1)] {
      var scene = Scene()
      let old = try scene.label("ann", .number(Double(first)), at: 9)
      let new = try scene.label("ann", .number(Double(second)), at: nil)
      try correct(&scene, old, by: new, at: 10)
      #expect(scene.votes == [.number(Double(second))])
      #expect(scene.label(old)?.standing == .overridden)
    }
  }

  @Test("Corrections in both directions, made on two machines: the later counts")
  func opposite() throws {
    var scene = Scene()
    let left = try scene.label("ann", 1, at: nil)
    let right = try scene.label("ann", 2, at: nil)
    try correct(&scene, left, by: right, at: 5)
    try correct(&scene, right, by: left, at: 6)
    #expect(scene.votes == [1])
    #expect(scene.label(right)?.standing == .overridden)
  }

  @Test("A chain of corrections and overrides")
  func chain() throws {
    var scene = Scene()
    let first = try scene.label("ann", 1, at: nil)
    let second = try scene.label("ann", 2, at: 2, overrides: first)
    let third = try scene.label("ann", 3, at: nil)
    try correct(&scene, second, by: third, at: 3)
    #expect(scene.votes == [3])
    try scene.set(second, deleted: true, by: "ann", at: 4)
    #expect(scene.votes == [3], "what the deleted one had replaced stays replaced")
    try scene.set(third, deleted: true, by: "ann", at: 5)
    #expect(scene.votes == [1])
  }

  @Test("Another's correction, one to another question, and one to an unknown label do nothing")
  func invalid() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    let theirs = try scene.label("bob", 2, at: 2)
    let other = try scene.label("ann", 3, at: 3) { $0.name = "tone" }
    try correct(&scene, mine, by: theirs, as: "bob", at: 4)
    try correct(&scene, mine, by: theirs, at: 5)
    try correct(&scene, mine, by: other, at: 6)
    try correct(&scene, mine, by: "a-unknown", at: 7)
    try correct(&scene, mine, by: mine, at: 8)
    #expect(scene.label(mine)?.standing == .counts)
    #expect(scene.label(theirs)?.standing == .counts)
  }

  @Test(
    "Blanks around a source id make no other person", arguments: [" ann", "ann ", "\u{a0}ann\n"])
  func blanks(_ spelling: String) throws {
    var scene = Scene()
    try scene.label("ann", 1, at: 1)
    try scene.label(spelling, 2, at: 2)
    #expect(scene.votes == [2])
    #expect(Set(scene.labels.map(\.assessment.source.id)) == ["ann"])
  }

  @Test("A null of a file is no label; a null that a reviewer gave is one")
  func null() throws {
    var scene = Scene()
    let imported = try scene.label("ann", .null, at: 1)
    let given = try scene.label("bob", .null, at: 1) { $0.seen = ContentID(hashing: [1]) }
    #expect(scene.label(imported)?.standing == .invalid)
    #expect(scene.label(given)?.standing == .counts)
  }

  @Test("A correction must name a label")
  func schema() {
    for value: JSONValue in [.null, 1, "", true] {
      #expect(throws: RecordError.self) { try Change.check(value, under: Change.overriddenBy) }
    }
  }
}
