package import JudgeJSON

/// Who or what made an assessment.
public struct AssessmentSource: Hashable, Sendable, Comparable {
  /// The kind of source, MLflow's `source_type`.
  public struct SourceType: RawRepresentable, Hashable, Sendable {
    /// MLflow's word, such as `HUMAN`.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A person.
    public static let human = SourceType(rawValue: "HUMAN")
    /// A model that judges.
    public static let llmJudge = SourceType(rawValue: "LLM_JUDGE")
    /// A program.
    public static let code = SourceType(rawValue: "CODE")
    /// Not said.
    public static let unspecified = SourceType(rawValue: "SOURCE_TYPE_UNSPECIFIED")
    /// The words that MLflow knows.
    public static let all: [SourceType] = [.human, .llmJudge, .code, .unspecified]
  }

  /// The kind of source.
  public var type: SourceType
  /// Which one: an e-mail address, a model URI, a program.
  public var id: String

  /// Creates a source.
  public init(type: SourceType, id: String) {
    self.type = type
    self.id = id
  }

  /// A person, named by e-mail address or another stable id.
  public static func human(_ id: String) -> AssessmentSource {
    AssessmentSource(type: .human, id: id)
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    type = SourceType(
      rawValue: try reader.word("source_type", of: SourceType.all.map(\.rawValue)))
    id = try reader.text("source_id")
  }

  package var json: JSONValue {
    ["source_type": .string(type.rawValue), "source_id": .string(id)]
  }

  /// Equal if type and id have the same bytes.
  public static func == (left: AssessmentSource, right: AssessmentSource) -> Bool {
    left.type == right.type && left.id.utf8.elementsEqual(right.id.utf8)
  }

  /// Hashes type and id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    for byte in id.utf8 { hasher.combine(byte) }
  }

  /// Orders by type, then id, bytewise.
  public static func < (left: AssessmentSource, right: AssessmentSource) -> Bool {
    if left.type != right.type { return left.type.rawValue < right.type.rawValue }
    return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}
