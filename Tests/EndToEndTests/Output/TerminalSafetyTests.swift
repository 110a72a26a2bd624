import Testing

/// Text of a record is shown, never obeyed: no control character of it reaches a terminal.
@Suite struct TerminalSafetyTests {
  static let evil =
    "\u{1b}[31mred\u{1b}]0;title\u{7} \u{202e}backwards\u{9b}2J \r\u{8}\u{200b}\u{7f}"

  private static func ready() throws -> (Repository, String) {
    let repository = try Repository.ready()
    try repository.load([
      Samples.line(
        "key\(evil)", inputs: ["q": .text(evil), evil: "x"], outputs: ["a": .text(evil)],
        labels: ["bob": "bad"], verdicts: ["model": .text("bad\(evil)")],
        more: [
          "tags": ["tag\(evil)": .text("value\(evil)")], "request_time": "2026-06-01T10:00:00Z",
        ]
      )
    ])
    let trace = try repository.json("trace", "list")["traces"]?.list?.first?["trace_id"]?.text
    // No command of today writes such a source id, but plain git and older versions may.
    try repository.plant(
      "assessments",
      JSON.object([
        "assessment_name": "tone", "feedback": ["value": .text("good\(evil)")],
        "kind": "assessment", "source": ["source_id": .text("ann\(evil)"), "source_type": "HUMAN"],
        "trace_id": .text(trace ?? ""), "v": 1,
      ]).line, levels: 3)
    return (repository, trace ?? "")
  }

  /// The scalars that no medium for people may get.
  static func raw(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0a, 0x09: false
      case 0x00...0x1f, 0x7f...0x9f, 0x200b...0x200f, 0x202a...0x202e, 0x2066...0x2069: true
      default: false
      }
    }.map { "U+" + String($0.value, radix: 16) }
  }

  @Test func everyCommandThatShowsRecords() throws {
    let (repository, trace) = try Self.ready()
    let commands = [
      ["trace", "list"], ["trace", "list", "--md"], ["trace", "show", trace], ["feedback", "list"],
      ["feedback", "list", "--md"], ["agreement", "tone"], ["agreement", "tone", "--md"],
      ["feedback", "add", trace, "--name", "tone\(Self.evil)", "--value", "x\(Self.evil)"],
      ["expectation", "add", trace, "--name", "e\(Self.evil)", "--value", Self.evil],
      ["expectation", "list"], ["trace", "tag", trace, "k\(Self.evil)=v\(Self.evil)"],
      ["experiment", "create", "e\(Self.evil)"], ["experiment", "list"], ["status"],
      ["experiment", "show"], ["runs", "list"], ["show", "nobody\(Self.evil)"],
      ["trace", "list", "--where", "tag.x = '\(Self.evil)"], ["trace", "import", Self.evil],
    ]
    for command in commands {
      let outcome = try repository.judge(command)
      #expect(Self.raw(outcome.text).isEmpty, "\(command): \(Self.raw(outcome.text))")
      #expect(Self.raw(outcome.errorText).isEmpty, "\(command): \(Self.raw(outcome.errorText))")
    }
  }

  @Test func judgesToo() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("j.md", "Judge {{ outputs }} \(Self.evil)\n")
    try repository.judge(
      "new", "tone", "--instructions", "@\(file)", "--values", "good\(Self.evil),bad",
      "--description",
      Self.evil, "--tag", "k=\(Self.evil)"
    ).expecting(0)
    for command in [["show", "tone"], ["list"], ["list", "--all-versions", "--md"]] {
      let outcome = try repository.judge(command).expecting(0)
      #expect(Self.raw(outcome.text).isEmpty, "\(command): \(Self.raw(outcome.text))")
    }
  }

  @Test func aBadLineIsQuotedSafely() throws {
    let repository = try Repository.ready()
    let line = Samples.line(
      "a",
      more: [
        "assessments": [
          ["name": "t", "source_type": .text(Self.evil), "source_id": "x", "value": 1]
        ]
      ])
    let file = try repository.world.write("bad.jsonl", lines: [line])
    let outcome = try repository.judge("trace", "import", file)
    #expect(outcome.status == 3)
    #expect(Self.raw(outcome.errorText).isEmpty, "\(Self.raw(outcome.errorText))")
  }

  @Test func jsonKeepsTheTextEscaped() throws {
    let (repository, trace) = try Self.ready()
    let outcome = try repository.judge("trace", "show", trace, "--json").expecting(0)
    #expect(Self.raw(outcome.text.replacing("\u{200b}", with: "")).isEmpty)
    #expect(try outcome.json()["inputs", "q"]?.text == Self.evil)
    let bidirectional = "\u{61c}\u{200e}\u{202a}\u{2028}\u{2069}\u{85}"
    for arguments in [
      ["trace", "list", "--jsonl"], ["feedback", "list", "--json"],
      ["agreement", "tone", "--json"],
      ["trace", "list", "--json"], ["show", bidirectional + Self.evil, "--json"],
      ["trace", "list", "--limit", bidirectional + Self.evil, "--json"],
      ["trace", "list", "--limit", bidirectional + Self.evil],
    ] {
      let outcome = try repository.judge(arguments)
      let all = (outcome.text + outcome.errorText).replacing("\u{200b}", with: "")
      #expect(Self.raw(all).isEmpty, "\(arguments): \(Self.raw(all))")
      let isClean = all.unicodeScalars.allSatisfy {
        !$0.properties.isBidiControl && !(0x2028...0x2029).contains($0.value)
      }
      #expect(isClean, "\(arguments)")
    }
  }
}
