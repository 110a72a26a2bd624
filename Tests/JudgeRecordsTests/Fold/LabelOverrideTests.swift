import JudgeJSON
import JudgeRecords
import Testing

@Suite("Overrides, deletions and disputes")
struct LabelOverrideTests {
  @Test("An override of the same source replaces, whatever the clocks say")
  func override() throws {
    var scene = Scene()
    let old = try scene.label("ann", 1, at: 100)
    let new = try scene.label("ann", 2, at: 1, overrides: old)
    #expect(scene.votes == [2])
    #expect(scene.label(old)?.standing == .overridden)
    #expect(scene.label(new)?.standing == .counts)
  }

  @Test("Deleting the override brings the older one back")
  func deletedOverride() throws {
    var scene = Scene()
    let old = try scene.label("ann", 1, at: 1)
    let new = try scene.label("ann", 2, at: 2, overrides: old)
    let deletion = try scene.set(new, deleted: true, by: "ann", at: 3)
    #expect(scene.votes == [1])
    #expect(scene.label(new)?.standing == .deleted)
    try scene.set(new, deleted: false, by: "ann", at: 4, superseding: [deletion])
    #expect(scene.votes == [2])
  }

  @Test("Deleting the middle of a chain does not bring back what its end has replaced")
  func deletedMiddle() throws {
    var scene = Scene()
    let first = try scene.label("ann", 1, at: 100)
    let middle = try scene.label("ann", 2, at: 2, overrides: first)
    let last = try scene.label("ann", 3, at: 3, overrides: middle)
    try scene.set(middle, deleted: true, by: "ann", at: 4)
    #expect(scene.votes == [3])
    #expect(scene.label(first)?.standing == .overridden)
    try scene.set(last, deleted: true, by: "ann", at: 5)
    #expect(scene.votes == [1])
  }

  @Test("Two overrides made on two machines: the later counts, both replace the first")
  func concurrentOverrides() throws {
    var scene = Scene()
    let first = try scene.label("ann", 1, at: 50)
    let left = try scene.label("ann", 2, at: 2, overrides: first)
    try scene.label("ann", 3, at: 3, overrides: first)
    #expect(scene.votes == [3])
    #expect(scene.label(first)?.standing == .overridden)
    #expect(scene.label(left)?.standing == .contended)
  }

  @Test("Another's override is a dispute and removes no vote")
  func foreignOverride() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    let theirs = try scene.label("bob", 2, at: 2, overrides: mine)
    #expect(Set(scene.votes) == [1, 2])
    #expect(scene.label(mine)?.disputes == [theirs])
    try scene.set(theirs, deleted: true, by: "bob", at: 3)
    #expect(scene.label(mine)?.disputes == [])
  }

  @Test("A source is its type and its id")
  func sourceType() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    try scene.label("ann", 2, at: 2, overrides: mine) { $0.source.type = .code }
    #expect(Set(scene.votes) == [1, 2])
    #expect(scene.label(mine)?.disputes.count == 1)
  }

  @Test("Another's deletion is a dispute and removes no vote")
  func foreignDeletion() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    let change = try scene.set(mine, deleted: true, by: "bob", at: 2)
    #expect(scene.votes == [1])
    #expect(scene.label(mine)?.disputes == [change.hex])
    try scene.set(mine, deleted: false, by: "bob", at: 3, superseding: [change])
    #expect(scene.label(mine)?.disputes == [])
  }

  @Test("Nobody can undo another's deletion, nor hide it behind a later one")
  func foreignRestore() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    let deletion = try scene.set(mine, deleted: true, by: "ann", at: 2)
    try scene.set(mine, deleted: false, by: "bob", at: 3, superseding: [deletion])
    #expect(scene.label(mine)?.standing == .deleted)
    try scene.set(mine, deleted: true, by: "eve", at: 4)
    #expect(scene.label(mine)?.standing == .deleted)
    #expect(scene.label(mine)?.disputes.count == 1)
    try scene.set(mine, deleted: false, by: "ann", at: 5, superseding: [deletion])
    #expect(scene.votes == [1])
  }

  @Test("A deletion without a source is nobody's")
  func anonymousDeletion() throws {
    var scene = Scene()
    let mine = try scene.label("ann", 1, at: 1)
    try scene.change(
      ChangeTarget(kind: .assessment, id: mine), "lifecycle", Change.deleted, by: nil)
    #expect(scene.votes == [1])
    #expect(scene.label(mine)?.disputes.count == 1)
  }

  @Test("Imported ids in a ring remove no vote; the latest counts")
  func ring() throws {
    var scene = Scene()
    for number in 1...3 {
      try scene.label("ann", .number(Double(number)), at: number) {
        $0.assessmentID = "a-\(number)"
        $0.overrides = "a-\(number % 3 + 1)"
      }
    }
    #expect(scene.votes == [3])
    #expect(scene.labels.map(\.standing) == [.contended, .contended, .counts])
    try scene.label("ann", 4, at: 0, overrides: "a-2")
    #expect(scene.votes == [4])
    #expect(scene.labels.filter { $0.standing == .overridden }.count == 3)
  }

  @Test("A label that overrides itself is a label")
  func selfOverride() throws {
    var scene = Scene()
    try scene.label("ann", 1, at: 1, overrides: "a-1") { $0.assessmentID = "a-1" }
    #expect(scene.votes == [1])
  }

  @Test("The target of an override may arrive later")
  func lateTarget() throws {
    var scene = Scene()
    let old = try scene.label("ann", 1, at: 9)
    try scene.label("ann", 2, at: 2, overrides: old)
    let target = scene.records.removeFirst()
    #expect(scene.votes == [2])
    scene.records.append(target)
    #expect(scene.votes == [2])
  }

  @Test("A label may replace one of the same source on another question")
  func otherQuestion() throws {
    var scene = Scene()
    let old = try scene.label("ann", 1, at: 1) { $0.name = "qualty" }
    try scene.label("ann", 2, at: 2, overrides: old)
    #expect(scene.votes == [2])
    #expect(scene.label(old)?.standing == .overridden)
  }

  @Test("An override that a file calls invalid still replaces")
  func invalidOverride() throws {
    var scene = Scene()
    let old = try scene.label("ann", 1, at: 1)
    try scene.label("ann", 2, at: 2, overrides: old) { $0.valid = false }
    #expect(scene.votes == [])
  }

  @Test("A long chain is followed without recursion")
  func longChain() throws {
    var labels: [(ContentID, Assessment)] = []
    for number in 0..<20_000 {
      var label = Assessment(
        traceID: "t", name: "n", source: .human("ann"), content: .feedback(1))
      label.assessmentID = "a-\(number)"
      label.overrides = "a-\(number + 1)"
      labels.append((ContentID(hashing: Array("\(number)".utf8)), label))
    }
    let fold = LabelFold(labels, changes: ChangeFold([]))
    #expect(fold.labels.filter { $0.standing == .counts }.map(\.id) == ["a-0"])
  }
}
