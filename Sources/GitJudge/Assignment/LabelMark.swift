import JudgeRecords

/// A reviewer's mark on a trace, in addition to a label.
///
/// It is a tag of the trace, so the team sees it.
///
/// The tag's name is `judge.skip/QUESTION/SOURCE` or `judge.flag/QUESTION/SOURCE`, where a slash or
/// a percent sign within the question is written `%2F` or `%25`; its value is the reason.
struct LabelMark: Hashable, Sendable {
  /// The kind of a mark.
  enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The reviewer does not want to label it now.
    case skip
    /// The reviewer wants it talked about.
    case flag

    /// Returns the prefix of the tags of this kind on a question.
    func prefix(_ question: String) -> String {
      var escaped = ""
      for scalar in question.unicodeScalars {
        switch scalar {
        case "%": escaped += "%25"
        case "/": escaped += "%2F"
        default: escaped.unicodeScalars.append(scalar)
        }
      }
      return "judge.\(rawValue)/\(escaped)/"
    }
  }

  /// The trace.
  let traceID: String
  /// The kind of the mark.
  let kind: Kind
  /// The source id of the reviewer.
  let sourceID: String
  /// The reason; may be empty.
  let reason: String
}
