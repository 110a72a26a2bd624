/// An error of a pattern that is invalid, or that gave no answer.
package struct PatternError: Error, Hashable, Sendable {
  /// The kinds of reasons.
  package enum Kind: Hashable, Sendable {
    /// It is not a regular expression, or too large a one.
    case syntax
    /// It took more than it may.
    case effort
    /// It calls itself without end.
    case recursion
  }

  /// The kind of the reason.
  package let kind: Kind
  /// The message.
  package let message: String

  /// A text is too long for its pattern.
  package static let longText = PatternError(.effort, "the pattern took too long on this text")

  /// Texts that are each quick took too long together.
  package static let manyTexts = PatternError(
    .effort, "the pattern took too long on all these texts together")

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The remedy, or empty if the message already says it.
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
