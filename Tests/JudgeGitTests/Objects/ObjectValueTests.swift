import JudgeTestSupport
import Testing

@testable import JudgeGit

@Suite struct ObjectValueTests {
  @Test func idsReadAndPrintAsHex() throws {
    let text = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    #expect(ObjectID(hex: text) == .emptyTree)
    #expect(ObjectID(hex: text.uppercased()) == .emptyTree)
    #expect(ObjectID.emptyTree.hex == text)
    #expect(ObjectID.emptyTree.bytes.count == 20)
    #expect(ObjectID(ofBlob: []).hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    for bad in ["", String(text.dropLast()), text + "0", "g" + text.dropFirst()] {
      #expect(ObjectID(hex: bad) == nil)
    }
  }

  @Test func idsAreOrderedAsTheirBytes() {
    var generator = SeededGenerator()
    for _ in 0..<1000 {
      let (a, b) = (randomID(&generator), randomID(&generator))
      #expect((a < b) == (a.hex < b.hex), "seed \(generator.seed)")
    }
  }

  private func randomID(_ generator: inout SeededGenerator) -> ObjectID {
    // few values, so that the first words are often equal
    ObjectID(
      high: generator.next() & 1, middle: generator.next() & 1,
      low: UInt32(truncatingIfNeeded: generator.next()))
  }

  @Test(arguments: [(0, "+0000"), (330, "+0530"), (-210, "-0330"), (-5, "-0005"), (840, "+1400")])
  func timeZonesComeBack(_ minutes: Int, _ zone: String) throws {
    let signature = Signature(name: "A B", email: "a@b", seconds: 7, offsetMinutes: minutes)
    #expect(signature.line == "A B <a@b> 7 \(zone)")
    #expect(Signature(line: signature.line.utf8) == signature)
  }

  @Test func namesCannotBreakTheLine() {
    let signature = Signature(name: " <A\nB>., ", email: "<a@b>\u{0}", seconds: 1)
    #expect(signature.line == "AB <a@b> 1 +0000")
    for bad in ["", "A", "A <a@b", "A <a@b> x +0000", "A <a@b> 1", "A <a@b> 1 +99999"] {
      #expect(Signature(line: bad.utf8) == nil)
    }
  }

  @Test func commitsWithOtherHeadersAreRead() throws {
    let text = """
      tree \(ObjectID.emptyTree)
      parent \(ObjectID.zero)
      author A <a@b> 1 +0000
      committer C <c@d> 2 -0100
      encoding UTF-8
      gpgsig -----BEGIN
       more
       -----END

      Subject

      Body
      """
    let commit = try Commit(bytes: Array(text.utf8), id: .zero)
    #expect(commit.parents == [.zero])
    #expect(commit.committer.offsetMinutes == -60)
    #expect(commit.message == "Subject\n\nBody")
    for bad in ["", "tree x\n", String(text.dropFirst(5))] {
      #expect(throws: GitError.self) { try Commit(bytes: Array(bad.utf8), id: .zero) }
    }
    // As git reads it: an author who is missing is nobody.
    let nobody = try Commit(bytes: Array("tree \(ObjectID.emptyTree)\n".utf8), id: .zero)
    #expect(nobody.author.email.isEmpty && nobody.parents.isEmpty)
  }

  /// Cut anywhere, a commit is refused or read; nothing traps.
  @Test func cutCommitsDoNoHarm() {
    let whole = Commit(
      tree: .emptyTree, parents: [.zero, .emptyTree],
      author: Signature(name: "A", email: "a@b", seconds: 1), message: "x"
    ).serialized
    for length in 0..<whole.count { _ = try? Commit(bytes: Array(whole[..<length]), id: .zero) }
    #expect(throws: Never.self) { try Commit(bytes: whole, id: .zero) }
  }
}
