private import CLibpcre2

/// A regular expression from people or records, matched within limits.
///
/// The syntax is PCRE2's, which includes that of Python's `re`: named groups, lookaround,
/// backreferences. A match works on Unicode scalars, and the classes `\w`, `\d`, `\s` and `\b` on
/// Unicode's properties.
///
/// `@unchecked Sendable`: the compiled code never changes after its creation, and PCRE2 stores the
/// data of a match outside of it, so several threads may match with it at once.
package final class Pattern: @unchecked Sendable {
  /// The maximum number of bytes of a pattern.
  package static let maximumLength = 10_000

  private let code: OpaquePointer

  /// Compiles a pattern.
  ///
  /// - Parameter text: the pattern.
  /// - Throws: `PatternError` with kind `syntax` and the position, for an invalid pattern or one
  ///   that is too large.
  package init(_ text: String) throws(PatternError) {
    let utf8 = Array(PatternEscapes.translated(text).utf8)
    var (number, place) = (Int32(0), 0)
    guard utf8.count <= Self.maximumLength else {
      throw PatternError(
        .syntax, "the pattern has \(utf8.count) bytes, at most \(Self.maximumLength) are taken")
    }
    let code = judge_pcre2_compile(utf8, utf8.count, Self.maximumLength, &number, &place)
    guard let code else {
      let characters = String(decoding: utf8.prefix(place), as: UTF8.self).count
      throw PatternError(.syntax, "at character \(characters + 1): \(Self.message(number))")
    }
    self.code = code
  }

  deinit { judge_pcre2_free(code) }

  /// Returns whether the pattern matches.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - isWhole: whether the pattern must match the whole text, not just a part of it.
  ///   - effort: the effort limit of the match. The steps used are subtracted from it.
  /// - Returns: whether it matches.
  /// - Throws: `PatternError` with kind `effort` if the limit is exceeded, or `recursion` if the
  ///   pattern calls itself endlessly.
  package func matches(
    _ text: String, isWhole: Bool = false, effort: inout PatternEffort
  ) throws(PatternError) -> Bool {
    var text = text
    var left = judge_pcre2_effort(
      steps: UInt64(max(0, effort.steps)), milliseconds: UInt64(max(0, effort.milliseconds)),
      heap_kib: UInt32(clamping: effort.memory / 1024), deadline: 0)
    let result = text.withUTF8 { bytes in
      judge_pcre2_match(code, bytes.baseAddress, bytes.count, isWhole ? 1 : 0, &left)
    }
    effort.steps = Int(clamping: left.steps)
    switch result {
    case 0: return true
    case PCRE2_ERROR_NOMATCH: return false
    case PCRE2_ERROR_CALLOUT, PCRE2_ERROR_MATCHLIMIT:
      throw PatternError.longText
    case PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_NOMEMORY:
      throw PatternError(.effort, "the pattern took too much memory on this text")
    case PCRE2_ERROR_RECURSELOOP:
      throw PatternError(.recursion, "the pattern calls itself without end")
    default: throw PatternError(.recursion, Self.message(result))
    }
  }

  private static func message(_ number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    guard judge_pcre2_message(number, &buffer, buffer.count) > 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
}
