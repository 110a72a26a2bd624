import FoundationEssentials
import JudgeGit
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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

  /// A repack puts a new pack in place and deletes the old one.
  ///
  /// The object is in one of them at every
  /// moment, but a reader may list the packs before and search them after.
  @Test func anObjectIsFoundWhileItsPackIsReplaced() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let folder = path + "/objects/pack"
    func pack(_ texts: [String], into stem: String) async throws {
      var ids = ""
      for text in texts {
        let done = try await sandbox.git(
          "hash-object", "-w", "--stdin", in: "store.git", input: Array(text.utf8))
        ids += done.text
      }
      try await sandbox.git(
        "pack-objects", "-q", stem, in: "store.git", input: Array(ids.utf8))
    }
    // Other packs lengthen the time between the list and the search, as they do in a busy store.
    for number in 0..<40 { try await pack(["other \(number)"], into: "objects/pack/pack") }
    var turns: [String] = []
    for number in 0..<2 {
      let side = "\(path)/turn-\(number)"
      try FileManager.default.createDirectory(atPath: side, withIntermediateDirectories: true)
      try await pack(["moving", "beside \(number)"], into: side + "/pack")
      let names = try FileManager.default.contentsOfDirectory(atPath: side)
      turns.append(side + "/" + (try #require(names.first { $0.hasSuffix(".pack") }).dropLast(5)))
    }
    try await sandbox.git("prune-packed", "-q", in: "store.git")
    let object = ObjectID(ofBlob: Array("moving".utf8))
    let loose = "\(path)/objects/\(object.hex.prefix(2))/\(object.hex.dropFirst(2))"
    let repacker = Repacking(turns, into: folder)
    try FileManager.default.removeItem(atPath: loose)
    async let repacks: Void = repacker.run(for: .seconds(1.5))
    var reads = 0
    let end = ContinuousClock.now + .seconds(1.4)
    while ContinuousClock.now < end {
      let repository = try Repository.open(at: path)
      // The first list is old by the time of the look.
      usleep(UInt32.random(in: 0...4000))
      #expect(try repository.blob(object) == Array("moving".utf8), "read \(reads)")
      let isHere = repository.objectExists(object)
      #expect(isHere)
      reads += 1
    }
    await repacks
    #expect(reads > 5)
  }

  /// Thousands of missing objects take no time in a folder that nobody changes.
  @Test func aMissInAQuietFolderDoesNotWait() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try Reader(path).commit(0..<3)
    try await Task.sleep(for: .milliseconds(50))
    let repository = try Repository.open(at: path)
    let start = ContinuousClock.now
    for number in 0..<500 {
      let isHere = repository.objectExists(ObjectID(ofBlob: Array("missing \(number)".utf8)))
      #expect(!isHere)
    }
    #expect(ContinuousClock.now - start < .seconds(5), "500 waits would take 10 seconds")
  }

  /// Replaces one pack by another and back, in git's order.
  private struct Repacking: Sendable {
    /// The packs, in another folder and without an extension.
    private let turns: [String]
    private let folder: String

    init(_ turns: [String], into folder: String) {
      self.turns = turns
      self.folder = folder
      place(turns[0])
    }

    private func target(_ stem: String, _ suffix: String) -> String {
      folder + "/" + (stem.split(separator: "/").last ?? "") + suffix
    }

    private func place(_ stem: String) {
      for suffix in [".pack", ".idx"] { link(stem + suffix, target(stem, suffix)) }
    }

    func run(for time: Duration) async {
      let end = ContinuousClock.now + time
      var turn = 1
      while ContinuousClock.now < end {
        place(turns[turn])
        turn = 1 - turn
        for suffix in [".pack", ".idx"] { unlink(target(turns[turn], suffix)) }
        try? await Task.sleep(for: .milliseconds(2))
      }
    }
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
