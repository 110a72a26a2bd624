import JudgeJSON

/// The kind of a record, which its `"kind"` field names and which decides about its folder.
///
/// The set is open: a kind that this version does not know is kept, hashed and ignored.
public struct RecordKind: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible
{
  /// The value of the record's `"kind"` field, such as `assessment`.
  public let rawValue: String

  /// Creates a kind from the text of a `"kind"` field.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// `{name}`: a set of traces with its judges.
  public static let experiment = RecordKind(rawValue: "experiment")
  /// One execution of an application, judge, evaluation or alignment.
  public static let run = RecordKind(rawValue: "run")
  /// Info, inputs and outputs of one trace.
  public static let trace = RecordKind(rawValue: "trace")
  /// A batch of spans of one trace.
  public static let spans = RecordKind(rawValue: "spans")
  /// One human (or code) feedback, or one expectation.
  public static let assessment = RecordKind(rawValue: "assessment")
  /// Up to 1,000 verdicts of one judge.
  public static let verdicts = RecordKind(rawValue: "verdicts")
  /// A judge's whole body.
  public static let judge = RecordKind(rawValue: "judge")
  /// The claim that a body is version N of a name.
  public static let registration = RecordKind(rawValue: "registration")
  /// A report card, or a look at a test set.
  public static let report = RecordKind(rawValue: "report")
  /// A guideline document for reviewers.
  public static let rubric = RecordKind(rawValue: "rubric")
  /// The assignment of traces to the reviewers who label them.
  public static let assignment = RecordKind(rawValue: "assignment")
  /// A decision over labels.
  public static let adjudication = RecordKind(rawValue: "adjudication")
  /// A later fact about an older record.
  public static let change = RecordKind(rawValue: "change")
  /// Hashes that must not be shown.
  public static let redaction = RecordKind(rawValue: "redaction")
  /// An owner's decision about who did what.
  public static let endorsement = RecordKind(rawValue: "endorsement")

  /// All kinds that this version reads and writes, in the order of the design.
  public static let all: [RecordKind] = [
    .experiment, .run, .trace, .spans, .assessment, .verdicts, .judge, .registration, .report,
    .rubric, .assignment, .adjudication, .change, .redaction, .endorsement,
  ]

  /// The top folder of the tree that holds records of this kind.
  ///
  /// `nil` for a kind that this version does not know.
  public var folder: String? {
    switch self {
    case .spans, .verdicts: rawValue
    case .experiment, .run, .trace, .assessment, .judge, .registration, .report, .rubric,
      .assignment, .adjudication, .change, .redaction, .endorsement:
      rawValue + "s"
    default: nil
    }
  }

  /// Whether records of this kind are fanned out 16/16/16.
  public var isLarge: Bool {
    switch self {
    case .run, .trace, .spans, .assessment, .verdicts, .change: true
    default: false
    }
  }

  /// The kind whose records lie in a top folder of the tree, or `nil` for any other folder.
  public init?(folder: some StringProtocol) {
    guard let kind = Self.byFolder[String(folder)] else { return nil }
    self = kind
  }

  private static let byFolder: [String: RecordKind] = Dictionary(
    uniqueKeysWithValues: all.compactMap { kind in kind.folder.map { ($0, kind) } })

  /// The raw value.
  public var description: String { rawValue }

  /// Equal if the texts have the same bytes.
  public static func == (left: RecordKind, right: RecordKind) -> Bool {
    Bytewise.equal(left.rawValue, right.rawValue)
  }

  /// Hashes the bytes of the text.
  public func hash(into hasher: inout Hasher) { Bytewise.hash(rawValue, into: &hasher) }

  /// Orders kinds by the bytes of their text.
  public static func < (left: RecordKind, right: RecordKind) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}
