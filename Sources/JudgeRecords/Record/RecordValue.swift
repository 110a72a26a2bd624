public import JudgeJSON

/// A typed view of one kind of record with checked fields; unknown fields stay in the record.
public protocol RecordValue: Sendable, Hashable {
  /// The kind of the records that this type represents.
  static var kind: RecordKind { get }

  /// Reads the fields of a record.
  ///
  /// - Parameter fields: all fields of the record.
  /// - Throws: `RecordError` with code `schema`, which names the field.
  init(fields: JSONObject) throws(RecordError)

  /// The fields as written, without `kind` and `v`.
  var fields: JSONObject { get }
}

extension RecordValue {
  /// Returns whether the records of two values are equal.
  ///
  /// Texts are therefore compared by bytes, not by Unicode equivalence as the members of a struct.
  public static func == (left: Self, right: Self) -> Bool { left.fields == right.fields }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(fields) }

  /// Reads a record of this kind.
  ///
  /// - Parameter record: the record.
  /// - Throws: `RecordError` if the kind differs, the version is newer, or a field is wrong.
  public init(record: Record) throws(RecordError) {
    guard record.kind == Self.kind else {
      throw RecordError(.schema, field: "kind", "is \(record.kind), expected \(Self.kind)")
    }
    guard record.version <= Record.currentVersion else {
      throw RecordError(
        .newerVersion, field: "v",
        "\(record.version) is newer than this program reads (\(Record.currentVersion))")
    }
    try self.init(fields: record.fields)
  }

  /// Returns the record of this value.
  ///
  /// - Returns: the record, whose bytes depend only on the value.
  /// - Throws: `RecordError` over 1 MiB, or if a field does not fit the schema.
  public func record() throws(RecordError) -> Record {
    let record = try Record(kind: Self.kind, fields: fields)
    _ = try Self(fields: record.fields)
    return record
  }
}

extension Record {
  /// Checks the fields against the kind's schema; unknown kinds pass.
  ///
  /// - Throws: `RecordError` with code `schema` or `newer-version`.
  public func validate() throws(RecordError) {
    switch kind {
    case .experiment: _ = try Experiment(record: self)
    case .run: _ = try Run(record: self)
    case .trace: _ = try TraceRecord(record: self)
    case .spans: _ = try SpanBatch(record: self)
    case .assessment: _ = try Assessment(record: self)
    case .verdicts: _ = try VerdictBatch(record: self)
    case .judge: _ = try JudgeBody(record: self)
    case .registration: _ = try Registration(record: self)
    case .report: _ = try Report(record: self)
    case .rubric: _ = try Rubric(record: self)
    case .assignment: _ = try Assignment(record: self)
    case .adjudication: _ = try Adjudication(record: self)
    case .change: _ = try Change(record: self)
    case .redaction: _ = try Redaction(record: self)
    case .endorsement: _ = try Endorsement(record: self)
    default: break
    }
  }
}
