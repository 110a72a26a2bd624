public import JudgeWork

/// Why a line of a file cannot be taken.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field, as a path such as `assessments[2].source_id`, or empty if the whole line is at
  /// fault.
  public let field: String
  /// What is wrong and what to do.
  public let message: String

  /// What lets it in all the same, or `nil` if the line must be changed.
  public let remedy: Remedy?

  /// Creates an error.
  public init(field: String = "", _ message: String, remedy: Remedy? = nil) {
    self.field = field
    self.message = message
    self.remedy = remedy
  }

  /// The message, led by the field.
  public var description: String { field.isEmpty ? message : "\(field): \(message)" }
}
