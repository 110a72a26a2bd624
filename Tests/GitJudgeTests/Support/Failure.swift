import GitJudge
import Testing

/// What an error tells a caller: the word of its code and its text.
struct Failure {
  /// The stable word, such as `not-found`.
  let code: String
  /// The message, with what to do next in words that belong to no interface.
  let text: String

  /// Whether data, a name or the store is at fault, and not the caller.
  var isOfData: Bool { ["invalid", "not-found", "store"].contains(code) }

  /// Whether the text holds all of some words.
  func says(_ words: String...) -> Bool { words.allSatisfy(text.contains) }
}

/// What an operation throws, as a failure.
///
/// - Parameters:
///   - operation: what must fail.
///   - location: where the test expects that.
/// - Returns: the failure; one with an empty code if nothing was thrown, which is an issue too.
func failure<Value>(
  _ operation: () async throws -> Value, _ location: SourceLocation = #_sourceLocation
) async -> Failure {
  do {
    let value = try await operation()
    Issue.record("nothing was thrown, but \(value) returned", sourceLocation: location)
    return Failure(code: "", text: "")
  } catch {
    let error = JudgeFailure(wrapping: error)
    return Failure(code: error.code.name, text: error.description)
  }
}
