import JudgeTestSupport
import Testing

@testable import JudgeGit

@Suite struct AnswerReaderTests {
  private static let id = String(repeating: "1", count: 40)

  @Test func answersAreFoundHoweverTheOutputIsCut() throws {
    let contents: [(String, [UInt8])] = [
      ("commit", Array("tree 1\n\nx\n".utf8)), ("blob", []), ("tag", Array("a missing\n".utf8)),
      ("blob", [UInt8](repeating: 10, count: 300)), ("tree", [0, 10, 255]),
    ]
    var output: [UInt8] = []
    var expected: [ObjectAnswer] = []
    for (name, bytes) in contents {
      output += Array("\(Self.id) missing\n\(Self.id) \(name) \(bytes.count)\n".utf8) + bytes + [10]
      let kind = try #require(ObjectKind(name))
      expected.append(.missing)
      expected.append(
        bytes.count > 100 ? .unread(kind, size: bytes.count) : .object(kind, bytes))
    }
    for seed in PropertyRuns.seeds(200) {
      var generator = SeededGenerator(seed: seed)
      var stream = AnswerReader(limit: 100)
      var found: [ObjectAnswer] = []
      var rest = output[...]
      while !rest.isEmpty {
        let piece = rest.prefix(1 + generator.below(generator.once(in: 2) ? 3 : 200))
        rest = rest.dropFirst(piece.count)
        try stream.read(piece) { found.append($0) }
      }
      #expect(found == expected, "seed \(seed)")
    }
  }

  @Test func namesThatLeadNowhereAreMissing() throws {
    var stream = AnswerReader(limit: 100, hasBytes: false)
    var found: [ObjectAnswer] = []
    let text = "a b:c d missing\nab ambiguous\n\(Self.id) commit 3\nx:y/z notdir\n"
    try stream.read(Array(text.utf8)[...]) { found.append($0) }
    #expect(found == [.missing, .missing, .unread(.commit, size: 3), .missing])
  }

  @Test(arguments: [
    "x\n", "x blob\n", "x blob -1\n", "x thing 3\n", "x blob 99999999999999999999\n",
  ])
  func whatIsNoAnswerIsAnError(_ text: String) {
    var stream = AnswerReader(limit: 100)
    #expect(throws: GitError.self) {
      try stream.read(Array(text.utf8)[...]) { _ in }
    }
  }

  @Test func objectsComeInBatches() async throws {
    let sandbox = try Sandbox()
    let git = GitProgram(in: try await sandbox.bareRepository())
    var ids: [ObjectID] = []
    for number in 0..<50 {
      let bytes = [UInt8](repeating: UInt8(number), count: number * 1000)
      try await git.run(["hash-object", "-w", "--stdin"], input: bytes)
      ids += [ObjectID(ofBlob: bytes), ObjectID(ofBlob: [1, 2, UInt8(number)])]
    }
    var places: [Int] = []
    var sizes: [Int?] = []
    try await git.readObjects(ids, limit: 40_000, batch: (bytes: 60_000, count: 7)) {
      first, answers throws(GitError) in
      places.append(first)
      #expect(first == sizes.count)
      for answer in answers {
        switch answer {
        case .object(_, let bytes): sizes.append(bytes.count)
        case .unread(_, let size): sizes.append(-size)
        case .missing: sizes.append(nil)
        }
      }
    }
    #expect(places.count > 4)
    let expected = (0..<50).flatMap { [$0 > 40 ? -$0 * 1000 : $0 * 1000, nil] as [Int?] }
    #expect(sizes == expected)
  }

  @Test func anErrorOfWhoeverTakesThemEndsIt() async throws {
    let sandbox = try Sandbox()
    let git = GitProgram(in: try await sandbox.bareRepository())
    let bytes = [UInt8](repeating: 7, count: 500_000)
    try await git.run(["hash-object", "-w", "--stdin"], input: bytes)
    let ids = Array(repeating: ObjectID(ofBlob: bytes), count: 100)
    let error = await #expect(throws: GitError.self) {
      try await git.readObjects(ids, limit: 1 << 20, batch: (bytes: 1, count: 1)) {
        _, _ throws(GitError) in throw GitError(.notFound, "enough")
      }
    }
    #expect(error?.message == "enough")
    let missing = await #expect(throws: GitError.self) {
      try await GitProgram(in: sandbox.path + "/nowhere").readObjects(
        ids, limit: 1, batch: (bytes: 1, count: 1)
      ) { _, _ throws(GitError) in }
    }
    #expect(missing?.code == .program)
  }

  @Test func damagedObjectsAreNoticed() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let git = GitProgram(in: path)
    for bytes in [[1, 2, 3], [4, 5, 6]] as [[UInt8]] {
      try await git.run(["hash-object", "-w", "--stdin"], input: bytes)
    }
    let ids = [ObjectID(ofBlob: [1, 2, 3]), ObjectID(ofBlob: [4, 5, 6])]
    let files = ids.map { path + "/objects/\($0.hex.prefix(2))/\($0.hex.dropFirst(2))" }
    // A loose object under another one's name; git itself reads it without a word.
    let other = try #require(try SmallFile.read(files[1]))
    try SmallFile.replace(files[0], with: other)
    let error = await #expect(throws: GitError.self) {
      try await git.readObjects(ids, limit: 100, batch: (bytes: 100, count: 100)) {
        _, _ throws(GitError) in
      }
    }
    #expect(error?.code == .damaged)
  }
}
