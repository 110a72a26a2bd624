public import JudgeJSON

/// One immutable record: canonical JSON whose SHA-256 is its identity.
public struct Record: Sendable, Hashable {
  /// The most bytes a record may have: 1 MiB.
  public static let maximumSize = 1 << 20
  /// The record version that this program writes in `"v"`.
  public static let currentVersion = 1

  /// The value of the `"kind"` field.
  public let kind: RecordKind
  /// All fields, including `"kind"`, `"v"` and unknown ones.
  public let fields: JSONObject
  /// The canonical bytes.
  public let bytes: [UInt8]
  /// The SHA-256 of the bytes.
  public let id: ContentID

  /// Creates a record of a kind from its fields; `kind` and `v` are added.
  ///
  /// - Parameters:
  ///   - kind: the kind of the record.
  ///   - fields: its fields without `kind` and `v`.
  /// - Throws: `RecordError` with code `too-large` over 1 MiB, or `too-deep` if the nesting is too
  ///   deep for the reader.
  public init(kind: RecordKind, fields: JSONObject) throws(RecordError) {
    var all = fields
    all["kind"] = .string(kind.rawValue)
    all["v"] = .number(Double(Self.currentVersion))
    let value = JSONValue.object(all)
    guard value.isNested(atMost: JSONValue.maximumDepth) else {
      throw RecordError(
        .tooDeep,
        "a \(kind) record with more than \(JSONValue.maximumDepth) lists and objects inside each "
          + "other could not be read back; store such a payload as text")
    }
    let bytes = value.canonicalBytes()
    guard bytes.count <= Self.maximumSize else {
      throw RecordError(
        .tooLarge,
        "a \(kind) record of \(bytes.count) bytes is over the limit of \(Self.maximumSize); "
          + "store large payloads as blobs")
    }
    self.kind = kind
    self.fields = all
    self.bytes = bytes
    self.id = ContentID(hashing: bytes)
  }

  /// This record with only its bytes and without its fields, for writing.
  ///
  /// Parsed fields take about ten times the memory of the bytes.
  package var toWrite: Record { Record(kind: kind, fields: [:], bytes: bytes, id: id) }

  private init(kind: RecordKind, fields: JSONObject, bytes: [UInt8], id: ContentID) {
    self.kind = kind
    self.fields = fields
    self.bytes = bytes
    self.id = id
  }

  /// Reads a record from bytes, which must be canonical, hash to `id`, and name their kind.
  ///
  /// The fields are not checked against the kind's schema here: `validate()` does that.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - id: the hash from the file's name, if there is a name.
  ///   - trusted: skips the canonical check, for bytes whose hash was verified before.
  /// - Throws: `RecordError` with code `not-canonical`, `name-mismatch`, `too-large` or `schema`.
  public init(
    reading bytes: [UInt8], named id: ContentID? = nil, trusted: Bool = false
  ) throws(RecordError) {
    guard bytes.count <= Self.maximumSize else {
      throw RecordError(.tooLarge, "\(bytes.count) bytes are over \(Self.maximumSize)")
    }
    let actual: ContentID
    if trusted, let id {
      actual = id
    } else {
      actual = ContentID(hashing: bytes)
      if let id, id != actual {
        throw RecordError(
          .nameMismatch, "the bytes hash to \(actual.hex), the name says \(id.hex)")
      }
    }
    let value: JSONValue
    do {
      if !trusted { try CanonicalJSON.verify(bytes) }
      value = try JSONValue(parsing: bytes)
    } catch {
      throw RecordError(.notCanonical, "not canonical JSON (RFC 8785): \(error)")
    }
    guard let fields = value.objectValue else {
      throw RecordError(.schema, "a record is a JSON object")
    }
    guard let kind = fields["kind"]?.stringValue, !kind.isEmpty else {
      throw RecordError(.schema, field: "kind", "must be a text")
    }
    guard let version = fields["v"]?.intValue, version >= 1 else {
      throw RecordError(.schema, field: "v", "must be a whole number from 1")
    }
    self.kind = RecordKind(rawValue: kind)
    self.fields = fields
    self.bytes = bytes
    self.id = actual
  }

  /// The record's version, `"v"`.
  public var version: Int { fields["v"]?.intValue ?? Self.currentVersion }

  /// Returns whether two records have the same bytes.
  public static func == (left: Record, right: Record) -> Bool { left.id == right.id }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Record {
  /// The source that the record speaks for, or `nil` if it has none.
  public var source: AssessmentSource? {
    switch kind {
    case .assessment: (try? Assessment(record: self))?.source
    case .adjudication: (try? Adjudication(record: self))?.source
    case .change: (try? Change(record: self))?.source
    case .redaction: (try? Redaction(record: self))?.source
    case .endorsement: (try? Endorsement(record: self))?.source
    default: nil
    }
  }
}
