public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// The result of a redaction.
public struct RedactResult: Hashable, Sendable {
  /// The kind of the target: `trace`, `assessment`, `reviewer` or `record`.
  public var target: String
  /// The id of the target.
  public var id: String
  /// The redaction records.
  public var redactions: [ContentID] = []
  /// The hashes in the redaction records.
  public var hashes: [ContentID] = []
  /// The number of these hashes that are hidden now.
  public var hidden = 0
  /// Whether some of the redactions wait for an owner or the author.
  public var isPending = false
  /// Whether nothing was written.
  ///
  /// This is so if the target was hidden already, or if a request of the same person already waits.
  public var wasThere = false
  /// Judge versions that refuse to run from now on, `NAME@vN`.
  public var judges: [String] = []
  /// The remedy for each of ``judges``, in the same order.
  public var remedies: [Remedy] = []
  /// Folders with exports of this clone, which a redaction does not reach.
  public var exports: [String] = []
  /// Whether the index's file could not be rewritten yet, so that it may still hold the bytes.
  public var hasResidue = false
  /// The prepared purge, or `nil` if none was requested.
  public var purge: PreparedPurge?

  /// Returns the result as JSON with stable keys.
  ///
  /// - Parameter phrase: words the steps of a purge for the reader's interface.
  /// - Returns: the object.
  public func json(phrasing phrase: (Remedy) -> String = \.description) -> JSONValue {
    [
      "target": .string(target), "id": .string(id),
      "redactions": .array(redactions.map { .string($0.hex) }),
      "hashes": .array(hashes.map { .string($0.hex) }), "redacted": .number(Double(hidden)),
      "pending": .bool(isPending), "already": .bool(wasThere),
      "judges": .array(judges.map { .string($0) }),
      "exports": .array(exports.map { .string($0) }), "residue": .bool(hasResidue),
      "purge": purge?.json(phrasing: phrase) ?? .null,
    ]
  }
}

/// A redaction without effect so far: its source is neither an owner nor the author.
public struct PendingRedaction: Hashable, Sendable {
  /// The redaction record.
  public let redaction: ContentID
  /// The source of the request.
  public let source: String
  /// The reason.
  public let reason: String
  /// The hashes that wait to be hidden.
  public let hashes: [ContentID]
  /// The ids of the traces and assessments that the request names.
  public let ids: [String]
  /// Whether the commit that added the request was made by its source.
  public let isVouched: Bool
  /// Whether the commit was made by the source but lacks the required signature.
  public let isUnsigned: Bool

  /// The redaction as JSON with stable keys.
  public var json: JSONValue {
    [
      "redaction": .string(redaction.hex), "source_id": .string(source),
      "reason": .string(reason), "hashes": .array(hashes.map { .string($0.hex) }),
      "ids": .array(ids.map { .string($0) }), "vouched": .bool(isVouched),
    ]
  }

  /// The redaction in words on one line.
  public var text: String {
    let what = ids.filter { !$0.hasPrefix("content:") }.prefix(3).joined(separator: ", ")
    return "pending redaction \(redaction.prefix(12)) by \(source) of "
      + (what.isEmpty ? Count.of(hashes.count, "record") : what) + ": \(reason)"
      + (isVouched
        ? "" : isUnsigned ? " (its commit is not signed)" : " (its commit is not \(source)'s own)")
  }
}
