import Testing

@testable import JudgeGit

@Suite struct CommitFormTests {
  private static let id = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  private static let author = "author A <a@b> 7 +0100\n"
  private static let committer = "committer C <c@d> 8 -0330\n"

  private static func bytes(_ people: String, end: String = "\nx\n") -> [UInt8] {
    Array("tree \(id)\nparent \(id)\n\(people)\(end)".utf8)
  }

  @Test func whatGitWritesIsGood() throws {
    #expect(CommitForm.complaint(Self.bytes(Self.author + Self.committer)) == nil)
    #expect(CommitForm.complaint(Self.bytes(Self.author + Self.committer, end: "")) == nil)
    let signed = Self.author + Self.committer + "gpgsig a\n author x\n y\nencoding latin-1\n"
    #expect(CommitForm.complaint(Self.bytes(signed)) == nil)
    let tag = "mergetag object \(Self.id)\n tagger X <x@y> 1 +0000\n"
    #expect(CommitForm.complaint(Self.bytes(Self.author + Self.committer + tag)) == nil)
    let commit = Commit(
      tree: .emptyTree, parents: [], author: Signature(name: "", email: "", seconds: 0),
      message: "x")
    #expect(CommitForm.complaint(commit.serialized) == nil)
  }

  /// The header lines for people, a word of the complaint, and whose commit it is.
  @Test(arguments: [
    ("\(committer)", "no author", ""), ("\(author)", "no committer", "a@b"),
    ("author A 7 +0100\n\(committer)", "author has no e-mail", ""),
    ("author A <a@b> <c@d> 7 +0100\n\(committer)", "author has no e-mail", ""),
    ("author A <x> B <a@b> 7 +0100\n\(committer)", "author has no e-mail", ""),
    ("author A\0 <a@b> 7 +0100\n\(committer)", "author has no e-mail", ""),
    ("author A <a@b>\n\(committer)", "author has no date", "a@b"),
    ("author A <a@b> 99999999999999999999 +0100\n\(committer)", "author has no date", "a@b"),
    ("author A <a@b> 7 +99999999\n\(committer)", "author has no date", "a@b"),
    ("\(author)committer C <c@d>\n", "committer has no date", "a@b"),
    ("\(author)author E <e@f> 7 +0100\n\(committer)", "more than one author", ""),
    ("\(committer)\(author)", "order", "a@b"),
    ("\(author)parent \(id)\n\(committer)", "order", "a@b"),
    ("\(author)\(committer)tree \(id)\n", "more than one tree", "a@b"),
  ])
  func oddHeadersAreReadAllTheSame(_ people: String, _ word: String, _ email: String) throws {
    let bytes = Self.bytes(people)
    let complaint = CommitForm.complaint(bytes) ?? "none"
    #expect(complaint.contains(word), "\(complaint)")
    let commit = try Commit(bytes: bytes, id: .emptyTree)
    #expect(commit.author.email == email && commit.message == "x\n")
    #expect(commit.parents == [.emptyTree] && commit.tree == .emptyTree)
  }

  @Test func aHeaderWithoutEndAndAHugeMessage() throws {
    let open = Array(Self.bytes(Self.author + Self.committer, end: "").dropLast())
    #expect(CommitForm.complaint(open)?.contains("line feed") == true)
    #expect(try Commit(bytes: open, id: .emptyTree).committer.email == "c@d")
    let text = String(repeating: "a", count: CommitForm.largest)
    let huge = Self.bytes(Self.author + Self.committer, end: "\n" + text)
    #expect(CommitForm.complaint(huge)?.contains("1 MiB") == true)
    #expect(try Commit(bytes: huge, id: .emptyTree).author.email == "a@b")
  }
}
