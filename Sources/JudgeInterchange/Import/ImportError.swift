public import JudgeWork

/// The reason why a line of a file cannot be imported.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the field, such as `assessments[2].source_id`.
  ///
  /// It is empty if the whole line is at fault.
  public let field: String
  /// The fault, and how to correct it.
  public let message: String

  /// The remedy that accepts the line as it is, or `nil` if the line must be changed.
  public let remedy: Remedy?

  /// Creates an error.
  public init(field: String = "", _ message: String, remedy: Remedy? = nil) {
    self.field = field
    self.message = message
    self.remedy = remedy
  }

  /// The message, with the field before it.
  public var description: String { field.isEmpty ? message : "\(field): \(message)" }
}
