import Foundation
import JudgeTestSupport
import SimulatedModel
import Testing

/// Every key that a command prints is named in its row of `docs/json.md`.
@Suite struct DocumentedKeysTests {
  /// Keys below which names are data: values, tags, and the parts of a judge that differ.
  private static let open: Set<String> = [
    "recall", "confusion", "tags", "metadata", "probabilities", "added", "removed", "superseded",
    "relabelled",
    "a", "b",
  ]

  /// The words in code of the rows for a command, and of those that its row refers to.
  private static func words(for command: String) throws -> Set<String> {
    let page = try String(
      contentsOf: PackageFolder.root().appendingPathComponent("docs/json.md"), encoding: .utf8)
    var words = Set<String>()
    for line in page.components(separatedBy: "\n") where line.hasPrefix("| ") {
      let cells = line.components(separatedBy: " | ")
      let names = cells[0].components(separatedBy: "`")
      guard
        names.contains(command)
          || cells[0].contains("(`") && names.contains(where: { command.hasPrefix($0 + " ") })
      else { continue }
      let text = cells.dropFirst().joined(separator: " | ")
      let code = text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }
      for (_, span) in code {
        words.formUnion(
          span.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
      }
      for (other, phrase) in [
        ("align NAME", "as in `align`"), ("align NAME", "the keys of `align`"),
        ("agreement NAME", "as `agreement NAME`"), ("errors NAME", "as `errors NAME`"),
        ("disagreements NAME", "as `disagreements NAME`"), ("diff A B", "as `diff A B`"),
        ("log NAME", "as in `log`"), ("gate RUN", "as in `gate`"),
        ("compare A B", "as in `compare`"),
      ]
      where text.contains(phrase) && other != command {
        words.formUnion(try Self.words(for: other))
      }
    }
    return words
  }

  private static func keys(_ value: JSON?) -> Set<String> {
    switch value {
    case .object(let object):
      object.reduce(into: []) { result, member in
        result.insert(member.key)
        if !open.contains(member.key) { result.formUnion(keys(member.value)) }
      }
    case .list(let list): list.reduce(into: []) { $0.formUnion(keys($1)) }
    default: []
    }
  }

  private func check(
    _ printed: JSON, _ command: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let named = try Self.words(for: command)
    #expect(
      !named.isEmpty, "docs/json.md has no row for \(command)", sourceLocation: sourceLocation)
    let missing = Self.keys(printed).subtracting(named).sorted()
    #expect(missing.isEmpty, "docs/json.md, \(command)", sourceLocation: sourceLocation)
  }

  @Test("Of an alignment and its versions")
  func alignment() async throws {
    let server = try await SimulatedModelServer()
    let repository = try Repository.teaching(server, labels: 50)
    try check(try repository.json("align", "support_quality"), "align NAME")
    try check(
      try repository.json("register", "support_quality", "--as", "aligned", "--tag", "day=1"),
      "register NAME")
    try check(try repository.json("alias", "aligned@v1", "production", "--allow-unfit"), "alias")
    try check(try repository.json("alias"), "alias")
    try check(try repository.json("log", "aligned"), "log NAME")
    try check(try repository.json("diff", "support_quality@v1", "aligned@v1"), "diff A B")
    try check(try repository.json("report", "aligned@v1"), "report NAME")
    try check(
      try repository.json("ask", "aligned@v1", "--inputs", "a", "--outputs", "b"), "ask NAME")
    let blamed = try repository.json("blame", "aligned@v1")
    try check(blamed, "blame NAME")
    let trace = try #require(blamed.list?.first?["labels"]?.list?.first?["trace_id"]?.text)
    try check(try repository.json("unalign", "aligned@v1", "--trace", trace), "unalign NAME")
    try check(try repository.json("alias", "aligned", "production", "--delete"), "alias")
    try check(
      try repository.json(
        "align", "support_quality", "--optimizer", "few-shot", "--repeats", "2"), "align NAME")
    try check(
      try repository.json("align", "support_quality", "--compare", "few-shot,calibration"),
      "align NAME --compare")
    try check(
      try repository.json(
        "learning-curve", "support_quality", "--optimizer", "calibration", "--sizes", "20",
        "--seeds", "1"), "learning-curve NAME")
    await server.stop()
  }

  @Test("No command has two rows")
  func rows() throws {
    let page = try String(
      contentsOf: PackageFolder.root().appendingPathComponent("docs/json.md"), encoding: .utf8)
    let names = page.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }
      .map { $0.components(separatedBy: " | ")[0] }
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice.isEmpty)
    #expect(names.count > 30)
  }

  @Test("A key that no row names is found")
  func finds() throws {
    let named = try Self.words(for: "align NAME")
    #expect(named.isSuperset(of: ["judge", "human_ceiling", "redacted", "test_openings"]))
    #expect(!named.contains("winner"))
    #expect(
      Self.keys(["judge": "x", "list": .list([["deep": 1]]), "recall": ["good": 1]])
        == ["judge", "list", "deep", "recall"])
  }
}
