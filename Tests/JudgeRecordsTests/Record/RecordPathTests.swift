import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Places of records")
struct RecordPathTests {
  @Test("Path to text and back", arguments: RecordKind.all)
  func roundTrip(kind: RecordKind) throws {
    var maker = RandomRecords(seed: 1)
    for _ in 0..<50 {
      let path = RecordPath(kind: kind, id: maker.hash())
      let text = try #require(path.text)
      #expect(RecordPath(text) == path)
      #expect(text.filter { $0 == "/" }.count == (kind.isLarge ? 4 : 1))
      #expect(text.replacing("/", with: "").hasSuffix(path.id.hex + ".json"))
    }
  }

  @Test("Folders are those of the design")
  func folders() {
    let folders = RecordKind.all.compactMap(\.folder)
    #expect(
      folders == [
        "experiments", "runs", "traces", "spans", "assessments", "verdicts", "judges",
        "registrations", "reports", "rubrics", "assignments", "adjudications", "changes",
        "redactions", "endorsements",
      ])
    for kind in RecordKind.all {
      #expect(kind.folder.flatMap { RecordKind(folder: $0) } == kind)
    }
    let large = RecordKind.all.filter(\.isLarge)
    #expect(large == [.run, .trace, .spans, .assessment, .verdicts, .change])
  }

  private static let hex = String(repeating: "ab", count: 32)
  private static let rest = String(hex.dropFirst(3))

  @Test("The place of the layout")
  func layout() throws {
    let id = try #require(ContentID(hex: Self.hex))
    #expect(RecordPath(kind: .judge, id: id).text == "judges/\(Self.hex).json")
    #expect(RecordPath(kind: .trace, id: id).text == "traces/a/b/a/\(Self.rest).json")
  }

  @Test(
    "What is not a place of a record",
    arguments: [
      "", "format.json", "README.md", "judges/\(hex)", "judges/\(hex).JSON", "judges/\(hex).json/",
      "/judges/\(hex).json", "judges/a/b/a/\(rest).json", "traces/\(hex).json",
      "traces/a/b/\(hex.dropFirst(2)).json", "traces/ab/a/b/\(hex.dropFirst(4)).json",
      "traces/a/b/a/\(hex).json", "traces/A/B/A/\(rest).json", "trace/a/b/a/\(rest).json",
      "wishes/\(hex).json", "judges/\(hex.uppercased()).json", "judges/\(hex)a.json",
      "traces//a/ba/\(rest).json", "judges/../judges/\(hex).json", "judges/\(hex.dropLast(1)).json",
    ])
  func refused(text: String) {
    #expect(RecordPath(text) == nil)
  }

  /// The layout as the design has it, part by part.
  private static func reference(_ text: String) -> RecordPath? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, last.hasSuffix(".json"),
      let kind = RecordKind.all.first(where: { $0.folder == String(parts[0]) }),
      parts.count == (kind.isLarge ? 5 : 2),
      !kind.isLarge || parts[1..<4].allSatisfy({ $0.utf8.count == 1 })
    else { return nil }
    let id = ContentID(hex: parts.dropFirst().joined().dropLast(".json".count))
    return id.map { RecordPath(kind: kind, id: $0) }
  }

  @Test("Paths with slips are read as the layout says", arguments: PropertyRuns.seeds(4))
  func slips(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var read = 0
    for number in 0..<1000 {
      let id = ContentID(hashing: Array("\(number)".utf8))
      let kind = RecordKind.all[number % RecordKind.all.count]
      var text = Array((RecordPath(kind: kind, id: id).text ?? "").utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text[place] = UInt8.random(in: 33..<127, using: &random)
        case 1: text.remove(at: place)
        default: text.insert(contentsOf: "/".utf8, at: place)
        }
      }
      let path = String(decoding: text, as: UTF8.self)
      let found = RecordPath(path)
      #expect(found == Self.reference(path), "seed \(seed): \(path)")
      if found != nil { read += 1 }
    }
    #expect(read > 200)
  }

  @Test("Ids read 64 lower-case digits only")
  func ids() throws {
    let id = try #require(ContentID(hex: Self.hex))
    #expect(id.hex == Self.hex && id.prefix(5) == "ababa" && "\(id)" == Self.hex)
    #expect(ContentID(hex: Self.hex + "0") == nil)
    #expect(ContentID(hex: Self.hex.dropLast()) == nil)
    #expect(ContentID(hex: Self.hex.uppercased()) == nil)
    #expect(ContentID(hex: "g" + Self.hex.dropFirst()) == nil)
    let larger = try #require(ContentID(hex: "b" + Self.hex.dropFirst()))
    #expect(id < larger)
  }
}
