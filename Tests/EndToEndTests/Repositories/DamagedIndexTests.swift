import Foundation
import Testing

/// The index is rebuilt, not trusted, where it is deleted, damaged or somebody else's.
@Suite struct DamagedIndexTests {
  enum Damage: CaseIterable { case deleted, emptied, noise, truncated, overwritten, foreign }

  @Test(arguments: Damage.allCases)
  func isRebuilt(damage: Damage) throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(12))
    let before = try repository.judge("trace", "list", "--json").expecting(0).text
    let folder = repository.url.appendingPathComponent(".git/git-judge")
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder.path).first {
        $0.hasSuffix(".sqlite")
      })
    let file = folder.appendingPathComponent(name)
    switch damage {
    case .deleted: try FileManager.default.removeItem(at: file)
    case .emptied: try Data().write(to: file)
    case .noise: try Data("this is not a database".utf8).write(to: file)
    case .truncated:
      let bytes = try Data(contentsOf: file)
      try bytes.prefix(bytes.count / 2).write(to: file)
    case .overwritten:
      var bytes = try Data(contentsOf: file)
      for offset in stride(from: 4096, to: bytes.count, by: 97) { bytes[offset] ^= 0x5a }
      try bytes.write(to: file)
    case .foreign:
      let other = try Repository.ready(repository.world, "other")
      try other.load([Samples.line("foreign")], as: "foreign.jsonl")
      _ = try other.keys()
      let foreign = other.url.appendingPathComponent(".git/git-judge/\(name)")
      try Data(contentsOf: foreign).write(to: file)
    }
    let after = try repository.judge("trace", "list", "--json")
    #expect(after.status == 0, "\(after.all)")
    #expect(after.text == before)
    let agreed = try repository.judge("agreement", "tone", "--json")
    #expect(try agreed.json()["consensus", "labelled"] == 12, "\(agreed.all)")
  }
}
