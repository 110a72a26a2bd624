import Foundation
import JudgeTestSupport
import StubModelServer
import Testing

/// Every misbehaviour of a provider ends soon, with at most three requests per row, right counts and
/// the right exit code: 24 rows in each run of the tests, 1,000 in the long ones.
@Suite struct MisbehavingProviderTests {
  /// A misbehaviour, and what an evaluation of many rows makes of it.
  struct Kind: CustomTestStringConvertible {
    /// What happens to the rows.
    enum Fate {
      /// All get a verdict.
      case judged
      /// The first ones are errors, at least this many and at most seven more, which were in flight;
      /// the others are not asked for.
      case stopped(after: Int)
      /// One of three is an error.
      case third
    }

    let name: String
    let fate: Fate
    let status: Int32
    /// Whether the provider bills each request.
    let isBilled: Bool
    let answer: @Sendable (StubRequest) -> StubAnswer
    var testDescription: String { name }

    init(
      _ name: String, _ fate: Fate, exit status: Int32, billed isBilled: Bool = false,
      _ answer: @escaping @Sendable (StubRequest) -> StubAnswer
    ) {
      (self.name, self.fate, self.status) = (name, fate, status)
      (self.isBilled, self.answer) = (isBilled, answer)
    }

    static func error(
      _ status: Int, _ body: String = "{}", _ headers: [String: String] = [:]
    ) -> @Sendable (StubRequest) -> StubAnswer {
      { _ in .status(status, headers: headers, body: body) }
    }

    static func choice(_ choice: String) -> @Sendable (StubRequest) -> StubAnswer {
      let usage = #""usage":{"prompt_tokens":10,"completion_tokens":5}"#
      return error(200, #"{"choices":[\#(choice)],\#(usage)}"#)
    }
  }

  private static let good = #"{"rationale":"Fine.","result":"good"}"#
  private static let events = ["Content-Type": "text/event-stream"]
  private static let delta =
    #"data: {"choices":[{"delta":{"content":"{\"rationale\":\"x\",\"result\":\"good\"}"}}]}"#
  private static let quota = #"{"error":{"message":"No money","code":"insufficient_quota"}}"#
  private static let tooLong =
    #"{"error":{"message":"the maximum context length is 4097 tokens"}}"#

  /// Those of every run of the tests.
  static let few = [
    Kind(
      "web page", .stopped(after: 8), exit: 3,
      Kind.error(200, "<html>", ["Content-Type": "text/html"])),
    Kind("no quota", .stopped(after: 1), exit: 6, Kind.error(429, quota)),
    Kind("no verdict", .stopped(after: 8), exit: 3, billed: true) { _ in .text("Hm.") },
    Kind("long rows", .third, exit: 0) { request in
      request.prompt.contains("case 0")
        ? .status(400, headers: [:], body: tooLong) : .text(good)
    },
  ]

  /// Those of the long tests.
  static let many = [
    Kind("good", .judged, exit: 0) { _ in .text(good) },
    Kind("whole stream", .judged, exit: 0, Kind.error(200, delta + "\n\ndata: [DONE]\n\n", events)),
    Kind("cut stream", .stopped(after: 8), exit: 3, billed: true, Kind.error(200, delta, events)),
    Kind("no key", .stopped(after: 8), exit: 4, Kind.error(401)),
    Kind("no path", .stopped(after: 8), exit: 3, Kind.error(404)),
    Kind("bad request", .stopped(after: 8), exit: 3, Kind.error(400)),
    Kind("too many requests", .stopped(after: 8), exit: 6, Kind.error(429)),
    Kind(
      "too many for a day", .stopped(after: 1), exit: 6,
      Kind.error(429, "{}", ["Retry-After": "86400"])),
    Kind("no money", .stopped(after: 1), exit: 6, Kind.error(402)),
    Kind("broken", .stopped(after: 8), exit: 3, Kind.error(500)),
    Kind("overloaded", .stopped(after: 8), exit: 3, Kind.error(503)),
    Kind(
      "error with 200", .stopped(after: 8), exit: 3,
      Kind.error(200, #"{"error":{"message":"busy","code":502}}"#)),
    Kind("half a body", .stopped(after: 8), exit: 3, billed: true, Kind.error(200, "{")),
    Kind("cut", .stopped(after: 8), exit: 3) { _ in .cut },
    Kind(
      "refusal", .stopped(after: 8), exit: 3, billed: true,
      Kind.choice(#"{"message":{"refusal":"No."}}"#)),
    Kind("no schema", .judged, exit: 0) { request in
      request.wantsSchema
        ? .status(400, headers: [:], body: #"{"error":"no response_format"}"#) : .text(good)
    },
    Kind("no schema, vaguely", .judged, exit: 0) { request in
      request.wantsSchema ? .status(500, headers: [:], body: "{}") : .text(good)
    },
  ]

  @Test(arguments: PropertyRuns.isLong ? few + many : few)
  func endsSoon(_ kind: Kind) async throws {
    let n = PropertyRuns.isLong ? 1000 : 24
    let server = try await StubModelServer { kind.answer($0) }
    let repository = try Repository.asking(server)
    let rows = (0..<n).map {
      #"{"client_request_id":"r\#($0)","inputs":"case \#($0 % 3)","outputs":"text \#($0)"}"#
    }
    let file = try repository.world.write("rows.jsonl", rows.joined(separator: "\n") + "\n")
    let start = ContinuousClock.now
    let outcome = try repository.judge(
      "evaluate", "--data", file, "--judge", "tone", "--no-log", "--json")
    #expect(ContinuousClock.now - start < .seconds(PropertyRuns.isLong ? 180 : 30))
    #expect(outcome.status == kind.status, "\(outcome.errorText)")
    let result = try outcome.json()
    let (errors, unasked) = (Self.number(result["errors"]), Self.number(result["unasked"]))
    let requests = server.requests.count
    switch kind.fate {
    case .judged: #expect(errors == 0 && unasked == 0)
    case .third: #expect(errors == (n + 2) / 3 && unasked == 0)
    case .stopped(let first):
      #expect(errors >= first && errors <= first + 7, "\(errors) errors")
      #expect(errors + unasked == n)
      #expect(requests <= 3 * errors)
      let groups = result["unasked_groups"]?.list ?? []
      #expect(groups.count == 1 && groups.first?["n"] == result["unasked"])
      #expect(
        outcome.errorText.contains("\(unasked) verdicts were not asked for: "),
        "\(outcome.errorText)")
    }
    #expect(requests <= 3 * n, "\(requests) requests")
    if kind.isBilled { #expect(Self.number(result["calls"]) == requests) }
    await server.stop()
  }

  private static func number(_ value: JSON?) -> Int { value?.int ?? -1 }
}
