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
        "redactions",
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
    "What is no place of a record",
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
