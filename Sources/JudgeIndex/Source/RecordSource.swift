package import JudgeRecords

/// Where the index gets records from: the store, or a stand-in for it.
package protocol RecordSource: Sendable {
  /// A record file of the tree, with all that the source needs to read it.
  associatedtype Entry: SourceEntry

  /// The tree that the branch has now.
  ///
  /// - Returns: `nil` if there is no branch yet.
  func sourceTree() async throws -> SourceTree?

  /// What the branch's tree has more and less than an older tree.
  ///
  /// - Parameter tree: the older tree, `nil` for the empty one.
  /// - Returns: the difference to the tree that the branch has now.
  /// - Throws: any error if the older tree no longer exists. The index then asks for all records.
  func sourceDelta(from tree: String?) async throws -> SourceDelta<Entry>

  /// Reads record files.
  ///
  /// - Parameter entries: which ones.
  /// - Returns: one result per entry, in the same order.
  /// - Throws: if the repository cannot be read at all.
  func readSource(_ entries: [Entry]) async throws -> [SourceResult]

  /// The hashes that must not be shown in the branch's tree.
  ///
  /// - Returns: `nil` if the source leaves that to the records: then each redaction counts.
  func sourceRedactions() async throws -> SourceRedactions?

  /// A text that differs wherever other people are trusted on the same commit; cheap to make.
  func sourceTrust() async throws -> String

  /// Who may do what at a commit, and who brought each record.
  ///
  /// - Parameters:
  ///   - head: the commit.
  ///   - earlier: the commit that the tables represent. `nil` if they are built from scratch.
  /// - Returns: the state, or `nil` if every record is trusted.
  /// - Throws: if the history cannot be read.
  func sourceStanding(
    at head: SourceTree, since earlier: String?
  ) async throws -> SourceStanding?
}

extension RecordSource {
  /// Every redaction counts.
  package func sourceRedactions() async throws -> SourceRedactions? { nil }

  /// Nobody is trusted more than others.
  package func sourceTrust() async throws -> String { "" }

  /// Every record is believed.
  package func sourceStanding(
    at head: SourceTree, since earlier: String?
  ) async throws -> SourceStanding? { nil }
}

/// Who may do what at a commit, and who brought each record.
package struct SourceStanding: Sendable {
  /// The rules.
  package let authority: Authority
  /// A text that differs wherever the rules differ.
  package let key: String
  /// What brought a record, or `nil` if unknown.
  package let introduction: @Sendable (RecordPath) -> Introduction?
  /// The records that commits brought since the earlier commit, or `nil` if unknown.
  package let changed: Set<RecordPath>?

  package init(
    authority: Authority, key: String, changed: Set<RecordPath>?,
    introduction: @escaping @Sendable (RecordPath) -> Introduction?
  ) {
    self.authority = authority
    self.key = key
    self.changed = changed
    self.introduction = introduction
  }
}

/// What a source says must not be shown.
package struct SourceRedactions: Hashable, Sendable {
  /// The hashes.
  package let hidden: Set<ContentID>
  /// Those of them whose files may be taken away.
  package let purged: Set<ContentID>

  package init(hidden: Set<ContentID>, purged: Set<ContentID>) {
    self.hidden = hidden
    self.purged = purged
  }
}

/// A record file of a tree.
package protocol SourceEntry: Sendable {
  /// Where the record lies.
  var path: RecordPath { get }
}

/// A commit and its tree.
package struct SourceTree: Hashable, Sendable {
  /// The commit, as the source writes it.
  package let commit: String
  /// The tree, as the source writes it.
  package let tree: String

  package init(commit: String, tree: String) {
    self.commit = commit
    self.tree = tree
  }
}

/// The difference between an older tree and the branch's tree.
package struct SourceDelta<Entry: SourceEntry>: Sendable {
  /// The branch's commit and tree.
  package let head: SourceTree
  /// Record files that came, and those whose bytes changed.
  package let added: [Entry]
  /// Record files that went, and those whose bytes changed.
  package let removed: [RecordPath]

  /// Whether redactions came, which hide what was shown before.
  var hides: Bool { added.contains { $0.path.kind == .redaction } }

  package init(head: SourceTree, added: [Entry], removed: [RecordPath]) {
    self.head = head
    self.added = added
    self.removed = removed
  }
}

/// The result of reading one record file.
package enum SourceResult: Sendable {
  /// The record as parsed; the index checks its hash, canonical form and fields.
  case record(Record)
  /// It is not a record: a stable word, and why for people.
  case problem(kind: String, message: String)
}
