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
    "A row whose quotes do not match is lost alone",
    arguments: [
      ("a,b\n\"x,1\ny,2\nz,3", [2], [["a", "b"], ["y", "2"], ["z", "3"]]),
      ("a,b\n\"x\" tail,1\ny,2\n", [2], [["a", "b"], ["y", "2"]]),
      ("a,b\nx,\"1\n\"y\",2\nz,3\n", [2], [["a", "b"], ["y", "2"], ["z", "3"]]),
      ("a,b\n1,2\n\"", [3], [["a", "b"], ["1", "2"]]),
      ("a,b\r\n\"x,1\r\n\"y\",2\r\n", [2], [["a", "b"], ["y", "2"]]),
      ("a,b\r\"x,1\ry,2\r", [2], [["a", "b"], ["y", "2"]]),
    ])
  func faults(_ text: String, _ lines: [Int], _ kept: [[String]]) throws {
    let rows = try CSVReader.rows(Array(text.utf8))
    #expect(rows.filter { $0.problem != nil }.map(\.line) == lines)
    #expect(rows.filter { $0.problem == nil }.map(\.fields) == kept)
    // The lines that follow are counted on.
    let starts = text.replacing("\r\n", with: "\n").split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r" })
    for row in rows where row.problem == nil {
      #expect(starts[row.line - 1].contains(row.fields[0]), "line \(row.line)")
    }
  }

  /// Each of these rows looks as if it went to the end of the file.
  @Test("Quotes that match nowhere do not make a file slow") func manyFaults() {
    let text = "a,b\n" + String(repeating: "x\",\"\n", count: 20_000)
    #expect {
      try CSVReader.rows(Array(text.utf8))
    } throws: {
      ($0 as? ImportError)?.message.contains("many rows before it") == true
    }
  }

  @Test("A quote inside a cell without quotes is text") func literalQuotes() throws {
    let rows = try CSVReader.rows(Array("a,b\n5\" pipe,say \"hi\"\n".utf8))
    #expect(rows.last?.fields == ["5\" pipe", "say \"hi\""])
  }

  @Test(
    "The separator is found",
    arguments: [
      ("a;b\n1,5;2\n", ["1,5", "2"]), ("a\tb\n1, 5\t2\n", ["1, 5", "2"]),
      ("a,b\n1;2,3\n", ["1;2", "3"]), ("sep=;\na;b\n1;2\n", ["1", "2"]),
      ("a|b\n1|2\n", ["1", "2"]), ("only\none\n", ["one"]), ("a;b\r1;2\r", ["1", "2"]),
      ("a;b\n\"x\ny;z\";2\n", ["x\ny;z", "2"]),
    ])
  func separators(_ text: String, _ last: [String]) throws {
    #expect(try CSVReader.rows(Array(text.utf8)).last?.fields == last)
    #expect(try CSVReader.rows(Array("\u{FEFF}\(text)".utf8)).last?.fields == last)
  }

  @Test("Text that is not UTF-8 is Windows-1252, and UTF-16 is refused") func encodings() throws {
    var reader = CSVReader()
    let bytes: [UInt8] = [0x61, 0x0a, 0x66, 0xfc, 0x72, 0x20, 0x80, 0x0a]
    let rows = try reader.feed(bytes) + reader.finish()
    #expect(rows.last?.fields == ["für €"])
    #expect(reader.hasFallbackText)
    #expect(throws: ImportError.self) { try CSVReader.rows([0xff, 0xfe, 0x61, 0x00]) }
    let undefined = try CSVReader.rows([0x61, 0x0a, 0x81, 0x0a, 0x62, 0x0a])
    #expect(undefined.map(\.line) == [1, 2, 3])
    #expect(undefined[1].problem != nil)
  }

  @Test("A heading that names a column twice is refused") func headings() throws {
    let row = try CSVReader.rows(Array("a,b, a\n".utf8))[0]
    #expect(throws: ImportError.self) { try RowColumns.heading(row) }
    let unnamed = try CSVReader.rows(Array(",a,\n".utf8))[0]
    #expect(try RowColumns.heading(unnamed) == ["", "a", ""])
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

  @Test("A row that is too long ends the file at once", arguments: ["x", ","])
  func tooLong(piece: String) throws {
    var reader = CSVReader(longest: 64)
    let long = "a,b\n1,2\n\"" + String(repeating: piece, count: 100) + "\n3,4\n"
    let error = #expect(throws: ImportError.self) {
      _ = try reader.feed(Array(long.utf8))
      _ = try reader.finish()
    }
    #expect(error?.description.contains("line 3") == true)
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
