import Testing

@testable import JudgeProviders

@Suite("When an endpoint is given up") struct EndpointHealthTests {
  private func failing(_ outcome: CallOutcome, times: Int) -> EndpointHealth {
    var health = EndpointHealth()
    for number in 0..<times { health.end(outcome, words: "error \(number)", now: 0) }
    return health
  }

  @Test("An endpoint that never answered is tried three times, a silent one twice")
  func attempts() {
    var health = EndpointHealth()
    #expect(health.maxAttempts(after: .unreachable) == 3)
    #expect(health.maxAttempts(after: .tooMany(retryAfter: 1)) == 3)
    #expect(health.maxAttempts(after: .silent(cost: nil)) == 2)
    health.end(.success(cost: nil), words: "", now: 0)
    #expect(health.maxAttempts(after: .unreachable) == 10)
    #expect(health.maxAttempts(after: .silent(cost: nil)) == 2)
    // An endpoint that broke down is no longer waited for so long.
    health.end(.unreachable, words: "gone", now: 0)
    #expect(health.maxAttempts(after: .unreachable) == 3)
    health.end(.success(cost: nil), words: "", now: 0)
    #expect(health.maxAttempts(after: .unreachable) == 10)
  }

  @Test(
    "Eight failed calls in a row stop the others",
    arguments: [
      CallOutcome.unreachable, .tooMany(retryAfter: nil), .unavailable(retryAfter: 3),
      .broken(cost: 1), .silent(cost: 1), .refused(.endpoint), .refused(.unclear),
      .useless(cost: 1), .useless(cost: 1, .endpoint),
    ])
  func stops(_ outcome: CallOutcome) {
    var almost = failing(outcome, times: 7)
    #expect(almost.refusal(now: 0) == nil)
    almost.end(.success(cost: nil), words: "", now: 0)
    for _ in 0..<7 { almost.end(outcome, words: "", now: 0) }
    #expect(almost.refusal(now: 0) == nil, "an answer begins the count again")
    var health = failing(outcome, times: 8)
    #expect(health.refusal(now: 0) == .failing(8, "error 7"))
    health.end(outcome, words: "later", now: 1)
    #expect(health.refusal(now: 1) == .failing(8, "error 7"), "one reason for all")
  }

  @Test("A text that is too long says nothing about the others") func texts() {
    var health = failing(.refused(.text), times: 100)
    #expect(health.refusal(now: 0) == nil)
  }

  @Test("If the model has answered, its refusals are about their texts") func refusals() {
    var health = EndpointHealth()
    health.end(.success(cost: nil), words: "", now: 0)
    for _ in 0..<100 { health.end(.useless(cost: 1), words: "I cannot", now: 0) }
    for _ in 0..<100 { health.end(.refused(.unclear), words: "bad", now: 0) }
    #expect(health.refusal(now: 0) == nil)
    for _ in 0..<8 { health.end(.refused(.endpoint), words: "no such path", now: 0) }
    #expect(health.refusal(now: 0) != nil)
  }

  @Test("A quota that is used up stops the others at once") func quota() {
    var health = EndpointHealth()
    health.end(.success(cost: nil), words: "", now: 0)
    health.end(.exhausted, words: "no money", now: 0)
    #expect(health.refusal(now: 0) == .exhausted("no money"))
  }

  @Test("A stopped endpoint gets one call a minute, and all of them after an answer")
  func probes() {
    var health = failing(.unreachable, times: 8)
    #expect(health.refusal(now: 59) != nil)
    #expect(health.refusal(now: 60) == nil)
    #expect(health.refusal(now: 60) != nil, "only one")
    health.end(.unreachable, words: "still", now: 61)
    #expect(health.refusal(now: 62) != nil)
    #expect(health.refusal(now: 120) == nil)
    health.end(.success(cost: nil), words: "", now: 121)
    #expect(health.refusal(now: 121) == nil && health.refusal(now: 122) == nil)
  }

  @Test("The limit can be changed and taken away") func limits() {
    var health = EndpointHealth(mostFailures: 2)
    for _ in 0..<2 { health.end(.unreachable, words: "gone", now: 0) }
    #expect(health.refusal(now: 0) == .failing(2, "gone"))
    var patient = EndpointHealth(mostFailures: 0)
    for _ in 0..<1000 { patient.end(.unreachable, words: "gone", now: 0) }
    #expect(patient.refusal(now: 0) == nil)
  }
}
