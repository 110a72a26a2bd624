import Testing

@testable import JudgeProviders

@Suite("When calls go out") struct CallFlowTests {
  /// Calls of 0.2 s against a server that refuses above `most` in flight, without a network.
  private func throughput(_ flow: CallFlow, most: Int, seconds: Double) -> Double {
    var flow = flow
    var now = 0.0
    var running: [(end: Double, isRefused: Bool)] = []
    var answered = 0
    let step = 0.005
    while now < seconds {
      for call in running where call.end <= now {
        let outcome: CallOutcome = call.isRefused ? .tooMany(retryAfter: nil) : .success(cost: nil)
        if case .done = flow.end(outcome, attempt: 1, most: 10, duration: 0.2, now: now) {
          // the first half is for settling
          if now > seconds / 2 { answered += 1 }
        }
      }
      running.removeAll { $0.end <= now }
      while case .go = flow.start(now: now) {
        let busy = running.count { !$0.isRefused }
        running.append((now + (busy >= most ? 0.01 : 0.2), busy >= most))
      }
      now += step
    }
    return Double(answered) / (seconds / 2)
  }

  @Test("Settles within 20 % of the best fixed concurrency", arguments: [4, 8, 20, 64])
  func settles(_ most: Int) {
    let best = throughput(CallFlow(concurrency: most), most: most, seconds: 60)
    let found = throughput(CallFlow(concurrency: 64), most: most, seconds: 60)
    #expect(found >= best * 0.8, "\(found) of \(best) calls a second")
  }

  @Test("Waits are doubled with jitter, the provider's wish goes first") func waits() {
    for attempt in 1...9 {
      var flow = CallFlow(concurrency: 4)
      #expect(flow.start(now: 0) == .go)
      guard
        case .retry(let at) = flow.end(
          .unavailable(retryAfter: nil), attempt: attempt, most: 10, duration: 0, now: 0)
      else {
        Issue.record("attempt \(attempt) is not sent again")
        continue
      }
      let base = min(30, 0.25 * Double(1 << (attempt - 1)))
      #expect(at >= base * 0.5 && at <= base * 1.5)
    }
    var flow = CallFlow(concurrency: 4)
    _ = flow.start(now: 0)
    guard
      case .retry(let at) = flow.end(
        .tooMany(retryAfter: 7), attempt: 1, most: 10, duration: 0, now: 0)
    else {
      Issue.record("not sent again")
      return
    }
    #expect(at >= 7 && at <= 8)
    #expect(flow.start(now: 6.9) == .wait(until: 7))
    #expect(flow.start(now: 7) == .go)
    #expect(flow.end(.tooMany(retryAfter: 1e6), attempt: 1, most: 10, duration: 0, now: 7) == .done)
    // A provider that wants days does not hold the others.
    #expect(flow.start(now: 8) == .go)
    #expect(
      flow.end(.unavailable(retryAfter: nil), attempt: 10, most: 10, duration: 0, now: 8) == .done)
  }

  @Test(
    "An attempt counts as a call if it was billed, or may have been",
    arguments: [
      (CallOutcome.success(cost: 0.5), 1, 0.5), (.useless(cost: 0.5), 1, 0.5),
      (.broken(cost: 0.25), 1, 0.25), (.silent(cost: nil), 1, 0), (.refused(.text), 0, 0),
      (.tooMany(retryAfter: nil), 0, 0), (.unavailable(retryAfter: nil), 0, 0),
      (.unreachable, 0, 0), (.exhausted, 0, 0),
    ])
  func counts(_ outcome: CallOutcome, _ calls: Int, _ cost: Double) {
    var flow = CallFlow(concurrency: 4, maxCalls: 9, maxCost: 9)
    #expect(flow.start(now: 0) == .go)
    _ = flow.end(outcome, attempt: 1, most: 3, duration: 0, now: 0)
    #expect(flow.calls == calls && flow.spent == cost && flow.inFlight == 0)
  }

  @Test("Retry-After as seconds and as a date (RFC 9110)") func retryAfter() {
    #expect(RetryAfter.seconds("120", now: 5) == 120)
    #expect(
      RetryAfter.seconds("Sun, 06 Nov 1994 9223372036854775807:49:37 GMT", now: 0) == nil)
    for date in [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ] {
      #expect(RetryAfter.seconds(date, now: 784_111_770) == 7, "\(date)")
    }
    #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", now: 9e9) == 0)
    for text in ["", "soon", "nan", "Sun, 06 Foo 1994 08:49:37 GMT", "-"] {
      #expect(RetryAfter.seconds(text, now: 0) == nil)
    }
  }
}
