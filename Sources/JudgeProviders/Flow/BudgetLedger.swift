import JudgeJSON

/// What all processes that share a budget have called together: a pure count with the file's form.
struct BudgetLedger: Hashable, Sendable {
  /// What to do now.
  enum Start: Hashable, Sendable {
    /// Send.
    case go
    /// Ask again soon: a call in flight may yet fail and cost nothing.
    case wait
    /// The budget is used up; why.
    case refuse(String)
  }

  /// The calls of all processes.
  private(set) var budget = CallBudget()
  /// How many calls each process has in flight, by process id.
  private(set) var inFlight: [Int32: Int] = [:]

  /// A budget of which nothing is used.
  init() {}

  /// Asks whether a call may go out, and counts it if so.
  ///
  /// - Parameters:
  ///   - process: who asks.
  ///   - maxCalls: the most calls of all; each process brings its own limits.
  ///   - maxCost: the most US dollars.
  ///   - isAlive: whether a process still runs. Calls of one that does not stay counted, because
  ///     they may have been paid, and are no longer waited for.
  /// - Returns: what to do.
  mutating func start(
    process: Int32, maxCalls: Int?, maxCost: Double?, isAlive: (Int32) -> Bool
  ) -> Start {
    inFlight = inFlight.filter { $0.value > 0 && ($0.key == process || isAlive($0.key)) }
    let count = inFlight.values.reduce(0, +)
    budget.maxCalls = maxCalls
    budget.maxCost = maxCost
    if let why = budget.refusal(inFlight: count) { return count > 0 ? .wait : .refuse(why) }
    inFlight[process, default: 0] += 1
    budget.calls += 1
    return .go
  }

  /// Takes note of a call's end.
  ///
  /// - Parameters:
  ///   - process: whose call it was.
  ///   - isCounted: whether the provider did the work; one that did not costs nothing.
  ///   - cost: what it cost, in US dollars; `nil` if that is not known.
  mutating func end(process: Int32, isCounted: Bool, cost: Double?) {
    inFlight[process] = max(0, inFlight[process, default: 0] - 1)
    guard isCounted else { return budget.calls = max(0, budget.calls - 1) }
    if let cost { budget.pay(cost) }
  }

  /// Reads the form of the file; `nil` for what it never writes.
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

  /// The form of the file.
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
