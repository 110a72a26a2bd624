import Foundation
import JudgeTestSupport
import Testing

/// Lists, texts and flags have the same form in every command.
@Suite struct ArgumentFormTests {
  @Test func listsAreCommaSeparatedOrRepeated() throws {
    let repository = try Repository.ready()
    func hash(_ name: String, _ options: String...) throws -> String {
      let made = try repository.judge(
        ["new", name, "--instructions", "Rate {{ outputs }}.", "--json"] + options)
      return try made.expecting(0).json()["hash"]?.text ?? made.all
    }
    let plain = try hash("tone", "--values", "bad, fair,good", "--ordered", "bad,fair,good")
    #expect(
      try hash(
        "tone", "--values", "bad", "--values", "fair,good", "--ordered", "bad,fair", "--ordered",
        "good")
        == plain)
    _ = try hash("comma", "--values", #"yes\, but,no"#)
    let listed = try repository.json("list")["judges"]?.list?.first { $0["name"] == "comma" }
    #expect(listed?["values"] == ["yes, but", "no"])
    for values in ["a,,b", ",a", "a,", " "] {
      let empty = try repository.judge(
        "new", "gap", "--instructions", "Rate {{ outputs }}.", "--values", values)
      #expect(empty.status == 2 && empty.errorText.contains("--values"), "\(empty.all)")
    }
  }

  @Test(arguments: [
    (
      ["consensus", "tone", "--without", "a,b"],
      ["consensus", "tone", "--without", "a", "--without", "b"]
    ),
    (
      ["disagreements", "tone", "--without", "a,b"], ["disagreements", "tone", "--without", "b, a"]
    ),
    (
      ["trace", "list", "--order-by", "timestamp DESC,trace_id ASC"],
      ["trace", "list", "--order-by", "timestamp DESC", "--order-by", "trace_id ASC"]
    ),
  ])
  func bothFormsSayTheSame(_ one: [String], _ other: [String]) throws {
    let repository = try Repository.ready()
    try repository.newJudge("tone", "--values", "bad,good")
    try repository.load([
      ["client_request_id": "1", "inputs": "q", "outputs": "a"],
      ["client_request_id": "2", "inputs": "r", "outputs": "b"],
    ])
    for (key, source) in [("1", "a"), ("1", "b"), ("1", "c"), ("2", "a"), ("2", "c")] {
      try repository.json(
        "feedback", "add", try repository.traceID(key), "--name", "tone", "--value",
        source == "a" ? "bad" : "good", "--source-id", source)
    }
    let first = try repository.judge(one + ["--json"]).expecting(0)
    #expect(try repository.judge(other + ["--json"]).expecting(0).text == first.text)
  }

  @Test func instructionsAreATextAFileOrStandardInput() throws {
    let repository = try Repository.ready()
    let text = "Rate {{ outputs }}.\n"
    let file = repository.url.appendingPathComponent("rules.md")
    try Data(text.utf8).write(to: file)
    func hash(_ argument: String, input: URL? = nil) throws -> String? {
      try repository.judge(
        ["new", "tone", "--instructions", argument, "--values", "a,b", "--json"], input: input
      ).expecting(0).json()["hash"]?.text
    }
    let fromFile = try hash("@rules.md")
    #expect(try hash("@" + file.path) == fromFile)
    #expect(try hash("-", input: file) == fromFile)
    #expect(try hash(text) == fromFile)
    let bare = try repository.judge("new", "tone", "--instructions", "rules.md")
    #expect(bare.status == 2 && bare.errorText.contains("--instructions @rules.md"), "\(bare.all)")
    let missing = try repository.judge("new", "tone", "--instructions", "@none.md")
    #expect(missing.status == 3 && missing.errorText.contains("none.md"), "\(missing.all)")
    for empty in ["", " ", "@"] {
      #expect(try repository.judge("new", "tone", "--instructions", empty).status == 2)
    }
  }

  @Test func verboseIsOfferedWhereItDoesSomething() throws {
    let repository = try Repository.ready()
    #expect(try repository.judge("list", "--verbose").status == 2)
    for command in ["align", "learning-curve", "unalign"] {
      #expect(try repository.judge(command, "-h").expecting(0).text.contains("--verbose"))
    }
  }
}
