import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeStore

@Suite("Which versions get other numbers, and which tags they should have")
struct RenumberingTests {
  private let experiment = ContentID(hashing: Array("experiment".utf8))

  private func registration(_ body: String, _ version: Int) throws -> (ContentID, Registration) {
    let value = Registration(
      experiment: experiment, name: "tone", version: version,
      judge: ContentID(hashing: Array(body.utf8)))
    return (try value.record().id, value)
  }

  private func fold(
    _ registrations: [(ContentID, Registration)], _ changes: [Change] = []
  ) throws -> VersionFold {
    VersionFold(
      registrations, changes: ChangeFold(try changes.map { (try $0.record().id, $0) }))
  }

  @Test("Numbers that nobody shares stay")
  func nothing() throws {
    let fold = try fold([registration("a", 1), registration("b", 2)])
    #expect(!Renumbering.isNeeded(fold))
    #expect(Renumbering.moves(fold, published: Renumbering.Published()).isEmpty)
  }

  @Test("The version that the remote had first keeps its number, the other gets the next free one")
  func clash() throws {
    let pair = try [registration("a", 1), registration("b", 1), registration("c", 2)]
    let fold = try fold(pair)
    #expect(Renumbering.isNeeded(fold))
    for kept in 0...1 {
      var published = Renumbering.Published()
      published.registrations = [pair[kept].0]
      let moves = Renumbering.moves(fold, published: published)
      #expect(
        moves == [
          Renumbering.Move(registrations: [pair[1 - kept].0], name: "tone", from: 1, to: 3)
        ])
    }
    // If the remote has neither, the smaller registration keeps the number, for everybody alike.
    let moves = Renumbering.moves(fold, published: Renumbering.Published())
    #expect(moves.map(\.registrations) == [[max(pair[0].0, pair[1].0)]])
  }

  @Test("Of two renumberings that have not seen each other the remote's wins, else the smaller")
  func ambiguous() throws {
    let pair = try [registration("a", 1), registration("b", 2)]
    let target = ChangeTarget(kind: .registration, id: pair[1].0.hex)
    let fold = try fold(
      pair,
      [3, 4].map { Change(target: target, key: "version", value: .number($0)) })
    #expect(Renumbering.isNeeded(fold))
    var published = Renumbering.Published()
    #expect(Renumbering.moves(fold, published: published).map(\.to) == [3])
    published.numbers = [pair[1].0: [4]]
    #expect(Renumbering.moves(fold, published: published).map(\.to) == [4])
  }

  @Test("A tag for each version in force whose experiment has a name")
  func tags() throws {
    let pair = try [registration("a", 1), registration("b", 2)]
    let fold = try fold(pair)
    let rules = VersionTagRules(
      fold, experiments: [experiment: "support"], registrations: Set(pair.map(\.0)))
    #expect(rules.expected.keys.sorted() == ["judge/support/tone/v1", "judge/support/tone/v2"])
    #expect(rules.expected["judge/support/tone/v2"]?.map(\.registration) == [pair[1].0])
    #expect(rules.known.count == 2)
    #expect(VersionTagRules(fold, experiments: [:], registrations: []).expected.isEmpty)
  }
}
