/// The limits on calls and cost, and the count so far: a pure value.
///
/// Calls in flight are counted, and the cost of the next call is estimated as the mean of the
/// answered calls, or as the cost of its own text if that is higher.
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
  /// The cost of the first call is not known before its answer. It is refused if its text alone is
  /// too expensive; otherwise it is sent alone, and its cost decides about the others.
  ///
  /// - Parameters:
  ///   - inFlight: the number of calls in flight. One of them may still fail, which costs nothing,
  ///     so a refusal is final only if this is 0.
  ///   - estimate: the cost of the call's own text in US dollars, or `nil` if it is unknown.
  /// - Returns: the reason, or `nil` if the call may be sent.
  func refusal(inFlight: Int, estimate: Double? = nil) -> String? {
    if let maxCalls, calls >= maxCalls { return "the budget of \(maxCalls) calls is used up" }
    guard let maxCost else { return nil }
    let limit = "the budget of \(Dollars.text(maxCost)) US dollars"
    let mean = priced == 0 ? nil : spent / Double(priced)
    let next = max(mean ?? 0, estimate ?? 0)
    let expected = spent + Double(inFlight) * (mean ?? 0) + next
    guard expected > maxCost || (mean == nil && inFlight > 0) || maxCost <= 0 else { return nil }
    guard priced > 0 else {
      guard maxCost > 0, let estimate else { return "\(limit) is used up" }
      return "\(limit) is too small: the text of one call alone costs about "
        + "\(Dollars.text(estimate))"
    }
    let answered = priced == 1 ? "1 call cost" : "\(priced) calls cost"
    return "\(limit) is used up: \(answered) \(Dollars.text(spent))"
  }

  /// Records the cost of an answer.
  mutating func pay(_ cost: Double) {
    spent += cost
    priced += 1
  }
}
