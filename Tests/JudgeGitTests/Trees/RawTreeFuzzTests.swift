import JudgeTestSupport
import Testing

@testable import JudgeGit

@Suite struct RawTreeFuzzTests {
  private static let sample: [UInt8] = {
    var bytes: [UInt8] = []
    for (name, mode) in [("a", FileMode.file), ("b", .tree), ("b.c", .file), ("z", .symlink)] {
      appendTreeEntry(Array(name.utf8), mode, .emptyTree, to: &bytes)
    }
    return bytes
  }()

  /// Whatever the bytes are, the parser ends, and what it accepts is a tree that it would write.
  @Test func mutatedTreesAreRefusedOrReadExactly() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    var accepted = 0
    for run in 0..<propertyRuns(6_000) {
      var bytes = Self.ordered
      for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&bytes, &generator) }
      guard let tree = try? RawTree(bytes: bytes, id: .zero) else { continue }
      accepted += 1
      let entries = tree.entries.map(tree.entry)
      let written = try? serializedTree(entries)
      #expect(written == bytes, "run \(run) of seed \(seed): \(bytes)")
    }
    #expect(accepted > 0)
  }

  private static let ordered: [UInt8] = {
    let names: [(String, FileMode)] = [("a", .file), ("b.c", .file), ("b", .tree), ("z", .symlink)]
    return (try? serializedTree(names.map { TreeEntry(name: $0, mode: $1, id: .emptyTree) })) ?? []
  }()

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
    default: bytes.removeSubrange(place...)
    }
  }

  @Test func entriesOutOfOrderAreRefused() {
    // "b" as a folder sorts after "b.c"
    #expect(throws: GitError.self) { try RawTree(bytes: Self.sample, id: .zero) }
    #expect(throws: Never.self) { try RawTree(bytes: Self.ordered, id: .zero) }
  }

  @Test(arguments: [
    "100644 a", "100644 a\0short", "0100644 a\0", " a\0", "100645 a\0", "100644 \0", "100644 .\0",
    "100644 ..\0", "40000 .Git\0", "100644 a/b\0", "1006440 a\0", "40000a\0",
  ])
  func malformedEntriesAreRefused(_ head: String) {
    let bytes = Array(head.utf8) + (head.hasSuffix("\0") ? [UInt8](repeating: 7, count: 20) : [])
    #expect(throws: GitError.self) { try RawTree(bytes: bytes, id: .zero) }
  }

  @Test func aNameThatIsAFileAndAFolderIsRefused() {
    var bytes: [UInt8] = []
    for (name, mode) in [("b", FileMode.file), ("b.c", .file), ("b", .tree)] {
      appendTreeEntry(Array(name.utf8), mode, .emptyTree, to: &bytes)
    }
    #expect(throws: GitError.self) { try RawTree(bytes: bytes, id: .zero) }
    #expect(throws: GitError.self) {
      try serializedTree([
        TreeEntry(name: "b", id: .emptyTree), TreeEntry(name: "b", mode: .tree, id: .emptyTree),
      ])
    }
  }
}
