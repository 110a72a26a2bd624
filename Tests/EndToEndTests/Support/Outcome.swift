import Foundation

/// What came of a command.
struct Outcome: Sendable {
  let command: String
  let status: Int32
  let output: Data
  let errors: Data

  /// Standard output.
  var text: String { String(decoding: output, as: UTF8.self) }
  /// Standard error.
  var errorText: String { String(decoding: errors, as: UTF8.self) }
  /// Standard output without white space around it.
  var trimmed: String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
  /// Standard output as lines.
  var lines: [String] { trimmed.isEmpty ? [] : trimmed.components(separatedBy: "\n") }
  /// Everything, for a failure message.
  var all: String { "\(command) → \(status)\n\(text)\(errorText)" }

  /// The document on standard output.
  func json() throws -> JSON {
    do { return try JSON(parsing: output) } catch { throw CommandFailure(outcome: self) }
  }

  /// Itself, if the exit status is the one given.
  @discardableResult
  func expecting(_ status: Int32) throws -> Outcome {
    guard self.status == status else { throw CommandFailure(outcome: self) }
    return self
  }

  /// Itself, if the exit status is one of those given.
  @discardableResult
  func expecting(_ statuses: [Int32]) throws -> Outcome {
    guard statuses.contains(status) else { throw CommandFailure(outcome: self) }
    return self
  }
}

/// A command did not end as it had to.
struct CommandFailure: Error, CustomStringConvertible {
  let outcome: Outcome
  var description: String { "unexpected: " + outcome.all }
}
