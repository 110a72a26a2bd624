import Testing

@testable import JudgeInterchange

@Suite("Cutting a file into documents")
struct DocumentSplitterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let documents: [String]
    var lines: [Int]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing", text: "", documents: [], lines: []),
    Case(name: "white space", text: " \n\r\n\t\n", documents: [], lines: []),
    Case(
      name: "one a line", text: "{\"a\":1}\n{\"a\":2}\n",
      documents: [#"{"a":1}"#, #"{"a":2}"#], lines: [1, 2]),
    Case(
      name: "no newline at the end", text: "{\"a\":1}\n{\"a\":2}",
      documents: [#"{"a":1}"#, #"{"a":2}"#], lines: [1, 2]),
    Case(
      name: "empty lines count", text: "\n\n{\"a\":1}\n\n{\"a\":2}\n\n",
      documents: [#"{"a":1}"#, #"{"a":2}"#], lines: [3, 5]),
    Case(
      name: "one line after empty ones", text: "\n \n{\"a\":1}",
      documents: [#"{"a":1}"#], lines: [3]),
    Case(
      name: "carriage returns", text: "{\"a\":1}\r\n\r\n{\"a\":2}\r\n",
      documents: ["{\"a\":1}\r", "{\"a\":2}\r"], lines: [1, 3]),
    Case(
      name: "byte order mark", text: "\u{feff}{\"a\":1}\n{\"a\":2}\n",
      documents: [#"{"a":1}"#, #"{"a":2}"#], lines: [1, 2]),
    Case(
      name: "byte order mark before an array", text: "\u{feff}[{\"a\":1}]",
      documents: [#"{"a":1}"#], lines: [1]),
    Case(
      name: "array", text: "[{\"a\":1},\n {\"b\":[1,{}]} , {\"c\":\"],\\\"}\"}\n]\n",
      documents: [#"{"a":1}"#, #"{"b":[1,{}]}"#, #"{"c":"],\"}"}"#], lines: [1, 2, 2]),
    Case(
      name: "pretty-printed array", text: "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]",
      documents: ["{\n    \"a\": 1\n  }", "{\n    \"a\": 2\n  }"], lines: [2, 5]),
    Case(name: "empty array", text: "[\n]\n", documents: [], lines: []),
    Case(
      name: "array of what is not an object", text: "[1, \"a,b\", null]",
      documents: ["1", "\"a,b\"", "null"], lines: [1, 1, 1]),
    Case(
      name: "array of arrays", text: "[[1,2],[3]]", documents: ["[1,2]", "[3]"], lines: [1, 1]),
    Case(
      name: "array that is cut off after a member", text: "[{\"a\":1},\n",
      documents: [#"{"a":1}"#, ""], lines: [1, 2]),
    Case(
      name: "array that is cut off inside a member", text: "[{\"a\":1},\n{\"b\":",
      documents: [#"{"a":1}"#, #"{"b":"#], lines: [1, 2]),
    Case(
      name: "two arrays", text: "[{\"a\":1}]\n[{\"a\":2}]\n",
      documents: [#"{"a":1}"#, #"{"a":2}"#], lines: [1, 2]),
    Case(
      name: "lines after an array", text: "[1]\n{\"a\":1}\n{\"a\":2}\n",
      documents: ["1", #"{"a":1}"#, #"{"a":2}"#], lines: [1, 2, 3]),
    Case(
      name: "a bracket too many in an array", text: "[{\"a\":1}},{\"a\":2}]",
      documents: [#"{"a":1}"#, "}", #"{"a":2}"#], lines: [1, 1, 1]),
    Case(
      name: "pretty-printed documents",
      text: "{\n  \"a\": 1\n}\n\n{\n  \"b\": {\n    \"c\": \"}\\\"{\"\n  }\n}\n",
      documents: ["{\n  \"a\": 1\n}", "{\n  \"b\": {\n    \"c\": \"}\\\"{\"\n  }\n}"],
      lines: [1, 5]),
    Case(
      name: "pretty-printed without indentation", text: "{\n\"a\": [\n{\n\"b\": 1\n}\n]\n}\n",
      documents: ["{\n\"a\": [\n{\n\"b\": 1\n}\n]\n}"], lines: [1]),
    Case(
      name: "what is not a document between pretty-printed ones",
      text: "{\n \"a\": 1\n}\nnull\n{\n \"b\": 1\n}}\n{\n \"c\": 1\n}",
      documents: [
        "{\n \"a\": 1\n}", "null\n", "{\n \"b\": 1\n}", "}", "{\n \"c\": 1\n}",
      ], lines: [1, 4, 5, 7, 8]),
    Case(
      name: "a first line that lacks its end spoils no other",
      text: "{\"a\":{\"b\":1}\n{\"a\":2}\n{\"a\":3}\n",
      documents: [#"{"a":{"b":1}"#, #"{"a":2}"#, #"{"a":3}"#], lines: [1, 2, 3]),
    Case(
      name: "a first line cut inside a text spoils no other", text: "{\"a\":\"x\n{\"a\":2}\n",
      documents: ["{\"a\":\"x", #"{"a":2}"#], lines: [1, 2]),
    Case(
      name: "a broken line in the middle", text: "{\"a\":1}\n{\"a\":\n{\"a\":3}\n",
      documents: [#"{"a":1}"#, #"{"a":"#, #"{"a":3}"#], lines: [1, 2, 3]),
  ]

  @Test("Documents and their lines", arguments: cases)
  func documents(_ test: Case) {
    let documents = split(test.text)
    #expect(documents.map(\.text) == test.documents)
    #expect(documents.map(\.line) == test.lines)
  }

  @Test("Byte by byte gives the same", arguments: cases)
  func byteByByte(_ test: Case) {
    var splitter = DocumentSplitter()
    var documents: [DocumentSplitter.Document] = []
    for byte in test.text.utf8 { documents += splitter.feed([byte]) }
    documents += splitter.finish()
    #expect(documents == split(test.text))
  }

  /// What is too long, in each form, with pieces of every size: it is told once, and where lines
  /// follow they are read.
  @Test(
    "A document that is too long is told with its line, and not kept",
    arguments: [
      (
        "{\"a\":1}\n{\"long\":\"xxxxxxxxxxxxxxxx\"}\n{\"b\":2}\n", ["{\"a\":1}", "!2", "{\"b\":2}"]
      ),
      ("xxxxxxxxxxxxxxxxxxxxxxxxxxxx", ["!1"]), ("xxxxxxxxxxxxxxxxxxxxxxxx\n{}", ["!1", "{}"]),
      ("                            \n{}", ["!1", "{}"]),
      ("{}\n\n\nxxxxxxxxxxxxxxxxxxxxxxx", ["{}", "!4"]),
      ("[{\"a\":1},{\"b\":\"xxxxxxxxxxxxxxxxxxxx\"},{\"c\":1}]", ["{\"a\":1}", "!1"]),
      ("[{\"a\":1},\n{\"a\":[[[[[[[[[[[[[[[[[[[[[[[", ["{\"a\":1}", "!2"]),
      ("[xxxxxxxxxxxxxxxxxxxxxxxx,{\"a\":1}]\nx", ["!1"]),
      ("{\n\"a\":1}\n{\n\"b\":\"xxxxxxxxxxxxxxxxx\"}\n{}", ["{\n\"a\":1}", "!3"]),
      ("{\n                              \n}", ["!1"]),
    ])
  func tooLong(text: String, expected: [String]) {
    for size in 1...text.utf8.count {
      var splitter = DocumentSplitter(longest: 20)
      var documents: [DocumentSplitter.Document] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        documents += splitter.feed(Array(rest.prefix(size)))
        #expect(splitter.buffer.count <= 20 + size)
        rest = rest.dropFirst(size)
      }
      documents += splitter.finish()
      let seen = documents.map { document in
        document.isTooLong
          ? "!\(document.line)" : String(decoding: document.bytes, as: UTF8.self)
      }
      #expect(seen == expected, "in pieces of \(size)")
    }
  }

  @Test("A document that is too long cannot be read")
  func tooLongIsRefused() {
    var splitter = DocumentSplitter(longest: 4)
    let error = #expect(throws: ImportError.self) {
      for document in splitter.feed(Array("{\"a\":1}".utf8)) { _ = try document.checked() }
    }
    #expect(error?.description.contains("16 MiB") == true)
  }

  @Test("Documents come out as soon as they are complete")
  func streaming() {
    var splitter = DocumentSplitter()
    #expect(splitter.feed(Array("{\"a\":1}\n{\"b\"".utf8)).map(\.text) == [#"{"a":1}"#])
    #expect(splitter.feed(Array(":2}\n".utf8)).map(\.text) == [#"{"b":2}"#])
    #expect(splitter.finish().isEmpty)
    #expect(splitter.finish().isEmpty)
  }
}
