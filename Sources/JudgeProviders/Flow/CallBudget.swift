/// How many calls may be made and what they may cost: a pure count.
///
/// A budget is never overshot: calls in flight count as made, and what the next one costs is taken
/// from the mean of those that answered.
struct CallBudget: Hashable, Sendable {
  /// The most calls; `nil` for any number.
  var maxCalls: Int?
  /// The most US dollars; `nil` for any sum.
  var maxCost: Double?
  /// Calls that answered or are in flight.
  var calls = 0
  /// What the answered calls of known price cost, in US dollars.
  var spent = 0.0
  /// How many answered calls have a known price.
  var priced = 0

  /// A budget of which nothing is used.
  init(maxCalls: Int? = nil, maxCost: Double? = nil) {
    self.maxCalls = maxCalls
    self.maxCost = maxCost
  }

  /// Says why one more call may not go out now.
  ///
  /// - Parameter inFlight: how many of the calls are in flight: one of them may yet fail, which
  ///   costs nothing, so that a refusal is final only if there is none.
  /// - Returns: the reason; `nil` if the call may go out.
  func refusal(inFlight: Int) -> String? {
    if let maxCalls, calls >= maxCalls { return "the budget of \(maxCalls) calls is used up" }
    guard let maxCost else { return nil }
    let mean = priced == 0 ? nil : spent / Double(priced)
    let expected = spent + Double(inFlight + 1) * (mean ?? 0)
    guard expected > maxCost || (mean == nil && inFlight > 0) || maxCost <= 0 else { return nil }
    return "the budget of \(maxCost) US dollars is used up"
  }

  /// Takes note of an answer.
  mutating func pay(_ cost: Double) {
    spent += cost
    priced += 1
  }
}
