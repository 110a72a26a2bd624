import JudgeJSON

/// The calls of all processes that share a budget: a pure value with a file format.
struct BudgetLedger: Hashable, Sendable {
  /// The action to take now.
  enum Start: Hashable, Sendable {
    /// Send.
    case go
    /// Ask again soon: a call in flight may still fail and cost nothing.
    case wait
    /// Refuse: the budget is used up, with the reason.
    case refuse(String)
  }

  /// The calls of all processes.
  private(set) var budget = CallBudget()
  /// The number of calls in flight, by process id.
  private(set) var inFlight: [Int32: Int] = [:]

  /// Creates an unused budget.
  init() {}

  /// Asks whether a call may be sent, and counts it if so.
  ///
  /// - Parameters:
  ///   - process: the process that asks.
  ///   - maxCalls: the maximum number of calls in total. Each process has its own limits.
  ///   - maxCost: the maximum cost in US dollars.
  ///   - estimate: the cost of the call's own text in US dollars, or `nil` if it is unknown.
  ///   - isAlive: whether a process is still running. If it is not, its calls stay counted, because
  ///     they may have been billed, but other calls no longer wait for them.
  /// - Returns: the action.
  mutating func start(
    process: Int32, maxCalls: Int?, maxCost: Double?, estimate: Double? = nil,
    isAlive: (Int32) -> Bool
  ) -> Start {
    inFlight = inFlight.filter { $0.value > 0 && ($0.key == process || isAlive($0.key)) }
    let count = inFlight.values.reduce(0, +)
    budget.maxCalls = maxCalls
    budget.maxCost = maxCost
    if let why = budget.refusal(inFlight: count, estimate: estimate) {
      return count > 0 ? .wait : .refuse(why)
    }
    inFlight[process, default: 0] += 1
    budget.calls += 1
    return .go
  }

  /// Records the end of a call.
  ///
  /// - Parameters:
  ///   - process: the process that made the call.
  ///   - isCounted: whether it counts as a call.
  ///   - cost: the cost in US dollars, or `nil` if unknown.
  mutating func end(process: Int32, isCounted: Bool, cost: Double?) {
    inFlight[process] = max(0, inFlight[process, default: 0] - 1)
    if let cost { budget.pay(cost) }
    if !isCounted { budget.calls = max(0, budget.calls - 1) }
  }

  /// Reads the format of the file; the result is `nil` for any other text.
  init?(_ json: JSONValue) {
    guard let object = json.objectValue, let calls = object["calls"]?.tokenCount,
      let priced = object["priced"]?.tokenCount, let spent = object["cost"]?.doubleValue,
      let flying = object["in_flight"]?.objectValue
    else { return nil }
    budget.calls = calls
    budget.priced = priced
    budget.spent = spent
    for member in flying {
      guard let process = Int32(member.key), let count = member.value.tokenCount else {
        return nil
      }
      inFlight[process] = count
    }
  }

  /// The ledger in the format of the file.
  var json: JSONValue {
    var flying = JSONObject()
    for (process, count) in inFlight where count > 0 {
      flying["\(process)"] = .number(Double(count))
    }
    return [
      "calls": .number(Double(budget.calls)), "priced": .number(Double(budget.priced)),
      "cost": .number(budget.spent), "in_flight": .object(flying),
    ]
  }
}
