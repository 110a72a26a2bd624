/// A rule as the model states it, with the cases that speak for it.
struct RuleStatement {
  let text: String
  /// The numbers under which the prompt shows these cases.
  let numbers: [Int]
  /// Their trace ids, where the prompt shows any.
  let ids: [String]
}
