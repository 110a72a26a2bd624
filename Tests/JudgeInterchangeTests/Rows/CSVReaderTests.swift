import JudgeJSON
import JudgeTestSupport
import Testing

@testable import JudgeInterchange

@Suite("Rows of CSV files") struct CSVReaderTests {
  @Test("Quotes, commas, line breaks and the line a row begins on") func quotes() throws {
    let text = "\u{FEFF}a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\n\n,z\nlast,"
    let rows = try CSVReader.rows(Array(text.utf8))
    #expect(rows.map(\.fields) == [["a", "b"], ["x, \"y\"", "1\n2"], ["", "z"], ["last", ""]])
    #expect(rows.map(\.line) == [1, 2, 5, 6])
  }

  @Test(
    "What is wrong is named with its line",
    arguments: [
      ("a\n\"b", "line 2"), ("a\nb\"c\"", "line 2"), ("\"a\"b\"", "line 1"),
    ])
  func faults(_ text: String, _ part: String) {
    let error = #expect(throws: ImportError.self) { try CSVReader.rows(Array(text.utf8)) }
    #expect(error?.description.contains(part) == true)
  }

  @Test("Any bytes are read or refused, and what was written is read back") func anyBytes() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let letters = Array("a,\"\n\r é".utf8)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &random)]
      }
      _ = try? CSVReader.rows(bytes)
    }
    for _ in 0..<500 {
      let cells = (0..<3).map { _ in
        String(
          (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Array("a,\"\né ")[Int.random(in: 0..<6, using: &random)]
          })
      }
      let line = cells.map {
        "\""
          + $0.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\""
      }.joined(separator: ",")
      #expect(try CSVReader.rows(Array(line.utf8)).first?.fields == cells, "seed \(seed)")
    }
  }

  @Test("Piece by piece gives the same, a byte order mark included")
  func pieces() throws {
    for text in ["\u{FEFF}a,b\r\n\"x\n\",1\n", "a", "\u{FEFF}", "ab\n\n", ""] {
      for size in 1...8 {
        var reader = CSVReader()
        var rows: [CSVReader.Row] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
          rows += try reader.feed(Array(rest.prefix(size)))
          rest = rest.dropFirst(size)
        }
        rows += try reader.finish()
        #expect(try rows == CSVReader.rows(Array(text.utf8)), "\(text) by \(size)")
      }
    }
  }

  @Test(
    "A row that is too long is refused as soon as it is", arguments: ["x", ",", "\"\""])
  func tooLong(piece: String) throws {
    var reader = CSVReader(longest: 64)
    #expect(try reader.feed(Array("a,b\n1,2\n".utf8)).count == 2)
    let error = #expect(throws: ImportError.self) {
      _ = try reader.feed(Array(("\"" + String(repeating: piece, count: 100)).utf8))
    }
    // A closing quote and more text is another mistake, which comes first.
    #expect(error?.description.contains("line 3") == true, "\(error?.description ?? "")")
  }

  @Test("Older columns become today's") func older() throws {
    let row = try RowColumns.row(
      heading: ["request", "response", "expected_response", "retrieved_context"],
      fields: ["What?", "That.", "This.", #"[{"doc_uri":"a","content":"b"}]"#])
    let modern = try RowColumns.modern(row)
    #expect(modern["inputs"] == "What?")
    #expect(modern["outputs"] == "That.")
    #expect(modern["expectations"] == ["expected_response": "This."])
    #expect(modern["retrieved_context"]?.arrayValue?.count == 1)
    #expect(throws: ImportError.self) {
      try RowColumns.modern(["request": "a", "inputs": "b"])
    }
    #expect(throws: ImportError.self) { try RowColumns.row(heading: ["a"], fields: ["1", "2"]) }
  }
}
