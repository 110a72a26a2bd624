import JudgeGit
import Testing

@Suite struct ReadingDuringRepackTests {
  /// A reader that knows packs which somebody then folds and deletes finds the objects again.
  @Test func aReaderOutlivesTheFoldingOfItsPacks() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let reader = try Reader(path)
    try reader.commit(0..<12)
    #expect(try reader.read(0) == "0")
    try await sandbox.git("repack", "-a", "-d", "-q", in: "store.git")
    for number in 0..<12 { #expect(try reader.read(number) == "\(number)") }
    try reader.commit(12..<13)
    #expect(try await sandbox.fsck() == "")
  }

  /// Keeps one repository open over suspension points.
  private final class Reader {
    private let repository: Repository
    private let other: Repository

    init(_ path: String) throws {
      repository = try Repository.open(at: path)
      other = try Repository.open(at: path)
    }

    func commit(_ numbers: Range<Int>) throws {
      for number in numbers { try commitFiles(other, [("t/\(number)", "\(number)")]) }
      try repository.refreshObjects()
    }

    func read(_ number: Int) throws -> String {
      let blob = ObjectID(ofBlob: Array("\(number)".utf8))
      return String(decoding: try repository.blob(blob), as: UTF8.self)
    }
  }
}
