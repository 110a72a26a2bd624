/// An error of an invalid pattern, or of a match without a result.
package struct PatternError: Error, Hashable, Sendable {
  /// The kinds of errors.
  package enum Kind: Hashable, Sendable {
    /// The pattern is not a regular expression, or is too large.
    case syntax
    /// The match exceeded its limits.
    case effort
    /// The pattern calls itself endlessly.
    case recursion
  }

  /// The kind of the error.
  package let kind: Kind
  /// The message.
  package let message: String

  /// The error for a text that is too long for its pattern.
  package static let longText = PatternError(.effort, "the pattern took too long on this text")

  /// The error for texts that are quick one by one but took too long together.
  package static let manyTexts = PatternError(
    .effort, "the pattern took too long on all these texts together")

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The remedy; empty if the message already contains it.
  package var hint: String {
    switch kind {
    case .syntax: ""
    case .effort:
      "write it without repeats inside repeats, such as (a+)+, and without repeats of anything, "
        + "such as (.*)*"
    case .recursion: "let it match something before it calls itself"
    }
  }
}
