import JudgeGit
import JudgeRecords
import Testing

@testable import JudgeStore

@Suite struct ChangeReaderTests {
  private static let (a, b, c) = (
    String(repeating: "a", count: 40), String(repeating: "b", count: 40),
    String(repeating: "c", count: 40)
  )
  private static let none = String(repeating: "0", count: 40)

  private static let output: [UInt8] = {
    let hash = String(repeating: "d", count: 64)
    let fields = [
      a, ":000000 100644 \(none) \(b) A", "judges/\(hash).json", ":040000 040000 \(b) \(c) M",
      "judges",
      ":100644 000000 \(b) \(none) D", ":odd name", ":040000 000000 \(b) \(none) D", "gone",
      c, "::100644 100644 120000 \(a) \(b) \(c) MM", "link",
      "::000000 000000 100644 \(none) \(none) \(c) AA", "new",
      "::100644 000000 100644 \(a) \(none) \(c) MA", "mixed",
    ]
    return Array(fields.map { $0 + "\0" }.joined().utf8)
  }()

  private func read(in pieces: Int) throws -> [String] {
    var reader = ChangeReader()
    var found: [String] = []
    for start in stride(from: 0, to: Self.output.count, by: pieces) {
      let piece = Array(Self.output[start..<min(start + pieces, Self.output.count)])
      try piece.withUnsafeBytes { raw in
        try reader.read(raw) { item throws(GitError) in
          switch item {
          case .commit(let id): found.append("commit \(id.hex.prefix(1))")
          case .tree(let id): found.append("tree \(id.hex.prefix(1))")
          case .change(let change):
            found.append(
              "\(change.status) \(change.mode) \(change.old.hex.prefix(1)) "
                + "\(change.object.hex.prefix(1)) \(change.text)")
          }
        }
      }
    }
    return found
  }

  @Test func whateverPiecesItComesIn() throws {
    let whole = try read(in: Self.output.count)
    #expect(
      whole == [
        "commit a", "added 100644 0 b judges/\(String(repeating: "d", count: 64)).json", "tree c",
        "removed 100644 b 0 :odd name", "commit c", "changed 120000 a c link",
        "added 100644 0 c new",
        "changed 100644 a c mixed",
      ])
    for size in [1, 2, 7, 41, 100] { #expect(try read(in: size) == whole) }
  }

  @Test func bytesThatAreNoTextAreKnown() throws {
    let path: [UInt8] = [0x61, 0xff]
    let change = CommitChange(status: .added, mode: .file, object: .emptyTree, path: path)
    #expect(change.path == .other("a\u{fffd}", isText: false))
    var check = ReceiveCheck()
    #expect(check.admits(change) == nil)
    #expect(check.refusals.map(\.reason) == ["the path is not UTF-8"])
  }
}

/// What the value decides without a byte being read.
@Suite struct ReceiveCheckTests {
  private func admits(
    _ path: String, _ status: CommitChange.Status = .added, mode: FileMode = .file,
    _ view: ReceiveCheck.View = .plain
  ) -> (doubt: ReceiveCheck.Doubt?, reason: String?) {
    var check = ReceiveCheck()
    let doubt = check.admits(
      CommitChange(status: status, mode: mode, object: .emptyTree, path: path.utf8), view)
    return (doubt, check.refusals.first?.reason)
  }

  @Test func recordsWaitForTheirBytes() throws {
    let place = try #require(RecordPath(kind: .judge, id: ContentID(hashing: [1])).text)
    let payload = "blobs/" + ContentID(hashing: [1]).hex
    for path in [place, payload] {
      #expect(admits(path).doubt == .content)
      #expect(admits(path, .changed).doubt == .mended)
      #expect(admits(path, .removed).doubt == .removed)
      // A merge that has what one parent has was looked at there; what it loses was not.
      #expect(admits(path, .added, .againstParent).doubt == nil)
      #expect(admits(path, .removed, .againstParent).doubt == .removed)
      #expect(admits(path, .removed, .combined).doubt == nil)
      #expect(admits(path, mode: .symlink).reason?.contains("120000") == true)
    }
  }

  @Test func otherFiles() {
    #expect(admits("README.md").doubt == .size)
    #expect(admits("README.md", .removed).doubt == nil)
    #expect(admits("format.json", .removed).doubt == .format)
    #expect(admits("run.sh", mode: .executable).reason?.contains("100755") == true)
    #expect(admits("module", mode: .gitlink).reason?.contains("160000") == true)
    #expect(admits("redactions").reason?.contains("folder of records") == true)
    #expect(admits("traces/a").reason?.contains("not a record's place") == true)
    #expect(admits("Traces/a").reason?.contains("case") == true)
    #expect(admits("a/CON").reason?.contains("device") == true)
  }

  @Test func bytesDecide() throws {
    let record = try label(1)
    let change = CommitChange(
      status: .added, mode: .file, object: .emptyTree, path: path(record).utf8)
    var check = ReceiveCheck()
    #expect(check.check(record.bytes, of: change, .content)?.record == record)
    #expect(check.refusals.isEmpty)
    #expect(check.check([65], of: change, .content) == nil)
    #expect(check.check(record.bytes, of: change, .removed) == nil)
    #expect(check.check([65], of: change, .mended) == nil)
    #expect(check.refusals.count == 3)
    // A file that never was the record may go, and may be mended.
    var other = ReceiveCheck()
    _ = other.check([65], of: change, .removed)
    _ = other.check(record.bytes, of: change, .mended)
    #expect(other.refusals.isEmpty)
  }
}
