package import JudgeWork

/// A reference to a part of a judge: `NAME@v1:guideline:4`, `NAME:example:1`,
/// `NAME@v2:instructions`, or the judge alone.
package struct BlameReference: Hashable {
  /// The judge.
  package let judge: String
  /// The part, or `nil` for the whole judge.
  package let part: Lineage.Part?

  /// Parses a reference.
  ///
  /// - Parameter text: the reference as typed.
  /// - Throws: `usage` for an unknown part.
  package init(_ text: String) throws(JudgeFailure) {
    let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    for word in ["instructions", "calibration"] where words.count > 1 && words.last == word {
      judge = words.dropLast().joined(separator: ":")
      part = .other(word)
      return
    }
    guard words.count > 2, ["guideline", "example"].contains(words[words.count - 2]) else {
      // The rest after a colon can only be the digits that pin a version.
      if let last = words.dropFirst().last, !last.allSatisfy(\.isHexDigit) || last.isEmpty {
        throw JudgeFailure(
          .usage, "\"\(last)\" is not a part of a judge",
          remedy: "write NAME@v1:guideline:4, NAME@v1:example:1 or NAME@v1:instructions")
      }
      judge = text
      part = nil
      return
    }
    guard let number = Int(words[words.count - 1]), number > 0 else {
      throw JudgeFailure(
        .usage, "\(words[words.count - 2]) \"\(words[words.count - 1])\" is not a number from 1")
    }
    judge = words.dropLast(2).joined(separator: ":")
    part = words[words.count - 2] == "guideline" ? .guideline(number) : .example(number)
  }
}
