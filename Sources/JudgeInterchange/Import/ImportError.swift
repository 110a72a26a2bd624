/// Why a line of a file cannot be taken.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field, as a path such as `assessments[2].source_id`, or empty if the whole line is at
  /// fault.
  public let field: String
  /// What is wrong and what to do.
  public let message: String

  /// Creates an error.
  public init(field: String = "", _ message: String) {
    self.field = field
    self.message = message
  }

  /// The message, led by the field.
  public var description: String { field.isEmpty ? message : "\(field): \(message)" }
}
