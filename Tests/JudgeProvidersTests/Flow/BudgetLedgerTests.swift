import JudgeJSON
import Testing

@testable import JudgeProviders

@Suite("A budget that several processes share") struct BudgetLedgerTests {
  private func start(
    _ ledger: inout BudgetLedger, _ process: Int32, calls: Int? = nil, cost: Double? = nil,
    dead: Set<Int32> = []
  ) -> BudgetLedger.Start {
    ledger.start(process: process, maxCalls: calls, maxCost: cost) { !dead.contains($0) }
  }

  @Test("It is used up by all together, and a failed call gives its place back")
  func counts() {
    var ledger = BudgetLedger()
    #expect(start(&ledger, 1, calls: 2) == .go)
    #expect(start(&ledger, 2, calls: 2) == .go)
    #expect(start(&ledger, 1, calls: 2) == .wait, "one of them may yet fail")
    ledger.end(process: 2, isCounted: false, cost: nil)
    #expect(start(&ledger, 3, calls: 2) == .go)
    ledger.end(process: 1, isCounted: true, cost: nil)
    ledger.end(process: 3, isCounted: true, cost: nil)
    #expect(start(&ledger, 2, calls: 2) == .refuse("the budget of 2 calls is used up"))
    #expect(start(&ledger, 2, calls: 3) == .go, "each process brings its own limits")
  }

  @Test("A killed process is not waited for, and what it called stays counted")
  func killed() {
    var ledger = BudgetLedger()
    #expect(start(&ledger, 1, calls: 2) == .go)
    #expect(start(&ledger, 1, calls: 2) == .go)
    #expect(start(&ledger, 2, calls: 2) == .wait)
    #expect(start(&ledger, 2, calls: 2, dead: [1]) == .refuse("the budget of 2 calls is used up"))
  }

  @Test("The next call costs what the others cost")
  func costs() {
    var ledger = BudgetLedger()
    #expect(start(&ledger, 1, cost: 0.25) == .go)
    #expect(start(&ledger, 2, cost: 0.25) == .wait, "no price is known yet")
    ledger.end(process: 1, isCounted: true, cost: 0.1)
    #expect(start(&ledger, 2, cost: 0.25) == .go)
    #expect(start(&ledger, 1, cost: 0.25) == .wait)
    ledger.end(process: 2, isCounted: true, cost: 0.1)
    #expect(
      start(&ledger, 1, cost: 0.25)
        == .refuse("the budget of 0.25 US dollars is used up: 2 calls cost 0.2"))
  }

  @Test("Its file says all of it, and nothing else is read")
  func file() throws {
    var ledger = BudgetLedger()
    _ = start(&ledger, 7, cost: 1)
    ledger.end(process: 7, isCounted: true, cost: 0.125)
    _ = start(&ledger, 8, cost: 1)
    let read = try #require(BudgetLedger(ledger.json))
    #expect(read.json == ledger.json && read.inFlight == [8: 1] && read.budget.spent == 0.125)
    for text in ["{}", "[]", #"{"calls":-1,"priced":0,"cost":0,"in_flight":{}}"#] {
      #expect(BudgetLedger(try JSONValue(parsing: Array(text.utf8))) == nil, "\(text)")
    }
  }
}
