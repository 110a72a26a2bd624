import JudgeWork

/// Why a filter or an order cannot be read.
struct SearchSyntaxError: Error, Hashable {
  /// How many characters stand before the place.
  let offset: Int
  let message: String

  func indexError(_ code: JudgeFailure.Code, what: String) -> JudgeFailure {
    JudgeFailure(code, "the \(what) cannot be read at character \(offset + 1): \(message)")
  }
}
