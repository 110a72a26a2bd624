/// The reason why bytes are not a record, or why a value cannot become one.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable word for the kind of error.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The bytes are not RFC 8785 canonical JSON.
    public static let notCanonical = Code(rawValue: "not-canonical")
    /// The name of the file is not the SHA-256 of its bytes.
    public static let nameMismatch = Code(rawValue: "name-mismatch")
    /// The file lies in the folder of another kind, or at the wrong depth.
    public static let wrongPlace = Code(rawValue: "wrong-place")
    /// A field is missing, has the wrong type, or has a value out of range.
    public static let schema = Code(rawValue: "schema")
    /// The record has a newer `"v"` than this version reads.
    public static let newerVersion = Code(rawValue: "newer-version")
    /// The lists and objects of a record would be nested deeper than the reader accepts.
    public static let tooDeep = Code(rawValue: "too-deep")
    /// A record would be larger than 1 MiB.
    public static let tooLarge = Code(rawValue: "too-large")
  }

  /// The kind of error.
  public let code: Code
  /// The field, as a path such as `source.source_id`, or empty if no single field is at fault.
  public let field: String
  /// The description of the error, for people.
  public let message: String

  /// Creates an error.
  public init(_ code: Code, field: String = "", _ message: String) {
    self.code = code
    self.field = field
    self.message = message
  }

  /// The message, preceded by the field.
  public var description: String { field.isEmpty ? message : "\(field): \(message)" }
}
