import JudgeWork

/// An annotated tag object.
package struct AnnotatedTag: Hashable, Sendable {
  package var target: ObjectID
  /// What the target is.
  package var targetKind: ObjectKind
  /// The name without `refs/tags/`.
  package var name: String
  /// Missing in very old tags only.
  package var tagger: Signature?
  package var message: String

  package init(
    target: ObjectID, targetKind: ObjectKind = .commit, name: String, tagger: Signature?,
    message: String
  ) {
    self.target = target
    self.targetKind = targetKind
    self.name = name
    self.tagger = tagger
    self.message = message
  }

  /// The object's bytes.
  package var serialized: [UInt8] {
    var text = "object \(target)\ntype \(targetKind)\ntag \(name)\n"
    if let tagger { text += "tagger \(tagger.line)\n" }
    text += "\n" + terminated(message)
    return Array(text.utf8)
  }

  /// Reads an object's bytes.
  ///
  /// - Throws: `damaged`, naming the tag by its id.
  package init(bytes: [UInt8], id: ObjectID) throws(GitError) {
    var headers = ObjectHeaders(bytes)
    let target = headers.take("object").flatMap { ObjectID(hexBytes: $0) }
    let kind = headers.take("type").flatMap { ObjectKind(String(decoding: $0, as: UTF8.self)) }
    let name = headers.take("tag").map { String(decoding: $0, as: UTF8.self) }
    let tagger = headers.take("tagger").flatMap(Signature.init(line:))
    guard let target, let kind, let name, let message = headers.message() else {
      throw GitError(
        .damaged, "the tag object \(id) is damaged",
        remedy: "run git fsck, and fetch the object again from another clone")
    }
    self.init(target: target, targetKind: kind, name: name, tagger: tagger, message: message)
  }
}
