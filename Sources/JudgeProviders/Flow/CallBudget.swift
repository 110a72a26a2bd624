/// The limits on calls and cost, and the count so far: a pure value.
///
/// A budget is never exceeded: calls in flight are counted, and the cost of the next call is
/// estimated as the mean of the answered calls.
struct CallBudget: Hashable, Sendable {
  /// The maximum number of calls.
  ///
  /// If `nil`, there is no limit.
  var maxCalls: Int?
  /// The maximum cost in US dollars.
  ///
  /// If `nil`, there is no limit.
  var maxCost: Double?
  /// The number of calls that are answered or in flight.
  var calls = 0
  /// The cost of the answered calls with a known price, in US dollars.
  var spent = 0.0
  /// The number of answered calls with a known price.
  var priced = 0

  /// Creates an unused budget.
  init(maxCalls: Int? = nil, maxCost: Double? = nil) {
    self.maxCalls = maxCalls
    self.maxCost = maxCost
  }

  /// Returns the reason why another call may not be sent now.
  ///
  /// - Parameter inFlight: the number of calls in flight. One of them may still fail, which costs
  ///   nothing, so a refusal is final only if this is 0.
  /// - Returns: the reason, or `nil` if the call may be sent.
  func refusal(inFlight: Int) -> String? {
    if let maxCalls, calls >= maxCalls { return "the budget of \(maxCalls) calls is used up" }
    guard let maxCost else { return nil }
    let mean = priced == 0 ? nil : spent / Double(priced)
    let expected = spent + Double(inFlight + 1) * (mean ?? 0)
    guard expected > maxCost || (mean == nil && inFlight > 0) || maxCost <= 0 else { return nil }
    return "the budget of \(maxCost) US dollars is used up"
  }

  /// Records the cost of an answer.
  mutating func pay(_ cost: Double) {
    spent += cost
    priced += 1
  }
}
