import Testing

/// What the store refuses is kept in a form that it takes, and counted; `repaired` alone is exit 0.
@Suite struct RepairedTests {
  @Test(
    arguments: [
      ("12345678901234567890", JSON.text("12345678901234567890")), ("NaN", .null),
      ("-Infinity", .null), ("\"\\ud800x\"", "\u{fffd}x"), ("9007199254740993", "9007199254740993"),
    ])
  func valuesAreKept(raw: String, kept: JSON) throws {
    let repository = try Repository.ready()
    let file = try repository.world.write(
      "odd.jsonl", "{\"client_request_id\":\"a\",\"inputs\":{\"n\":\(raw)},\"outputs\":{}}\n")
    let result = try repository.json("trace", "import", file)
    #expect(result["repaired"] == 1)
    #expect(result["rejected"] == 0)
    #expect(result["traces"] == 1)
    let trace = try #require(try repository.records("traces").values.first)
    #expect(trace["inputs"] == ["n": kept], "\(trace.line)")
    #expect(try repository.json("fsck")["ok"] == true)
    #expect(try repository.json("trace", "import", file)["commit"] == .null)
  }

  @Test func tagsThatAreNotTextBecomeTheirText() throws {
    let repository = try Repository.ready()
    let result = try repository.load([
      Samples.line("a", more: ["tags": ["n": 1.5, "flag": true, "list": [1, 2], "text": "1"]])
    ])
    #expect(result["repaired"] == 3)
    let page = try repository.json("trace", "list")
    #expect(
      page["traces"]?.list?.first?["tags"]
        == ["n": "1.5", "flag": "true", "list": "[1,2]", "text": "1"])
  }

  @Test func longValuesAreKeptWhole() throws {
    let repository = try Repository.ready()
    let long = JSON.text(String(repeating: "long ", count: 3000))
    let result = try repository.load([Samples.line("a", more: ["tags": ["note": long]])])
    #expect(result["repaired"] == 0)
    let page = try repository.json("trace", "list")
    #expect(page["traces"]?.list?.first?["tags", "note"] == long)
  }
}
