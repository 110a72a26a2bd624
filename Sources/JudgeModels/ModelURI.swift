public import JudgeWork

/// The name of a model: `provider:/name`, such as `recorded:/ChatGPT/CoT`.
public struct ModelURI: Hashable, Sendable, CustomStringConvertible {
  /// The part before `:/`.
  public let provider: String
  /// The part after `:/`, which may contain slashes; empty for the bare word `databricks`.
  public let name: String

  /// Parses a URI.
  ///
  /// - Parameter text: the URI, such as `openai:/gpt-4.1-mini`, or MLflow's bare word `databricks`.
  /// - Throws: `JudgeFailure` with code `invalid-uri` and the expected form.
  public init(_ text: String) throws(JudgeFailure) {
    if text == "databricks" {
      (provider, name) = (text, "")
      return
    }
    guard let range = text.range(of: ":/") else { throw Self.invalid(text) }
    let provider = String(text[..<range.lowerBound])
    let name = String(text[range.upperBound...])
    let isWord = provider.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x2d || $0 == 0x5f }
    guard !provider.isEmpty, isWord, !name.isEmpty else { throw Self.invalid(text) }
    self.provider = provider
    self.name = name
  }

  /// The URI as text.
  public var description: String { name.isEmpty ? provider : "\(provider):/\(name)" }

  private static func invalid(_ text: String) -> JudgeFailure {
    JudgeFailure(
      .invalidURI, "\"\(text)\" is not a model URI",
      remedy: "write PROVIDER:/NAME, such as recorded:/ChatGPT/CoT or embedded:/lexical")
  }
}

extension String {
  /// Finds the first occurrence of a short text, without Foundation.
  fileprivate func range(of part: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) {
        return start..<index(start, offsetBy: part.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
