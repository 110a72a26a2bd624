import Foundation
import JudgeTestSupport
import Testing

/// A line that cannot be taken is reported by number; the others are taken.
@Suite struct BadLineTests {
  static let bad: [(line: String, named: String)] = [
    ("{broken", "column"),
    ("[1, 2]", "object"),
    ("{\"client_request_id\":\"x\"}", "inputs"),
    ("{\"client_request_id\":[7],\"inputs\":{},\"outputs\":{}}", "client_request_id"),
    ("{\"client_request_id\":\"d\",\"inputs\":{\"a\":1,\"a\":2},\"outputs\":{}}", "\"a\""),
    (Samples.line("n", labels: ["ann": "good"], name: ["t"]).line, "assessments[0].name"),
    (
      Samples.line(
        "s",
        more: [
          "assessments": [
            ["name": "tone", "source_type": "ALIEN", "source_id": "x", "value": "good"]
          ]
        ]
      ).line, "assessments[0].source_type"
    ),
    (
      Samples.line(
        "v",
        more: ["assessments": [["name": "tone", "source_type": "HUMAN", "source_id": "x"]]]
      ).line,
      "assessments[0]"
    ),
  ]

  @Test func eachIsNamedByFileLineAndField() throws {
    let repository = try Repository.ready()
    var lines: [String] = []
    for (number, bad) in Self.bad.enumerated() {
      lines += [bad.line, Samples.line("good-\(number)").line]
    }
    let file = try repository.world.write("mixed.jsonl", lines.joined(separator: "\n") + "\n")
    let outcome = try repository.judge("trace", "import", "--json", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    let result = try outcome.json()
    #expect(result["read"]?.int == lines.count)
    #expect(result["rejected"]?.int == Self.bad.count, "\(outcome.all)")
    #expect(result["traces"]?.int == Self.bad.count)
    for (number, bad) in Self.bad.enumerated() {
      let place = "\(file):\(2 * number + 1): "
      let said = outcome.errorText.components(separatedBy: "\n").first { $0.hasPrefix(place) }
      #expect(said?.contains(bad.named) == true, "\(bad.named): \(said ?? outcome.errorText)")
    }
    #expect(try repository.keys().count == Self.bad.count)
  }

  @Test func blankLinesAndALastLineWithoutABreakAreFine() throws {
    let repository = try Repository.ready()
    let text = "\n\(Samples.line("a").line)\r\n\n  \n\(Samples.line("b").line)"
    let file = try repository.world.write("spaced.jsonl", text)
    let result = try repository.json("trace", "import", file)
    #expect(result["read"] == 2)
    #expect(result["traces"] == 2)
  }

  @Test func standardInputIsRead() throws {
    let repository = try Repository.ready()
    try repository.world.write("lines.jsonl", lines: [Samples.line("a"), Samples.line("b")])
    let outcome = try repository.judge(
      ["trace", "import", "--json", "-"], input: repository.world.folder.file("lines.jsonl"))
    #expect(try outcome.expecting(0).json()["traces"] == 2)
  }
}
