import JudgeWork

/// A commit, read or to be written.
package struct Commit: Hashable, Sendable {
  package var tree: ObjectID
  package var parents: [ObjectID]
  package var author: Signature
  package var committer: Signature
  /// Ends in a line feed when written, as `git commit` does it.
  package var message: String

  package init(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature? = nil,
    message: String
  ) {
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer ?? author
    self.message = message
  }

  /// The object's bytes.
  package var serialized: [UInt8] {
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(author.line)\ncommitter \(committer.line)\n\n"
    text += terminated(message)
    return Array(text.utf8)
  }

  /// The object's bytes with a signature, as git writes it: a header of several lines.
  package func serialized(signature: String) -> [UInt8] {
    let plain = serialized
    // The message begins after the first empty line.
    let headEnd =
      plain.indices.first { plain[$0] == 0x0a && $0 + 1 < plain.count && plain[$0 + 1] == 0x0a }
      ?? plain.count - 1
    // An armour's empty line is part of it; those at its end are not.
    var lines = signature.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    let header = "gpgsig " + lines.joined(separator: "\n ") + "\n"
    return Array(plain[...headEnd]) + Array(header.utf8) + Array(plain[(headEnd + 1)...])
  }

  /// Reads a commit as leniently as git does: only its tree and parents must be right.
  ///
  /// A value that the header does not have belongs to nobody (``CommitForm``). A message is read up
  /// to the size limit of a commit.
  init(bytes: [UInt8], id: ObjectID) throws(GitError) {
    var headers = ObjectHeaders(bytes)
    let damaged = GitError(
      .damaged, "the commit \(id) is damaged",
      remedy: "run git fsck, and fetch the object again from another clone")
    guard let tree = headers.take("tree").flatMap({ ObjectID(hexBytes: $0) }) else { throw damaged }
    var parents: [ObjectID] = []
    while let parent = headers.take("parent") {
      guard let id = ObjectID(hexBytes: parent) else { throw damaged }
      parents.append(id)
    }
    let lines = CommitForm.lines(bytes)
    self.init(
      tree: tree, parents: parents, author: CommitForm.person("author", in: lines),
      committer: CommitForm.person("committer", in: lines),
      message: String(
        decoding: bytes[lines.message...].prefix(CommitForm.largest), as: UTF8.self))
  }
}

/// The text with a line feed at its end and no NUL, which git refuses.
func terminated(_ message: String) -> String {
  let clean = message.utf8.contains(0) ? message.filter { $0 != "\0" } : message
  return clean.hasSuffix("\n") ? clean : clean + "\n"
}
