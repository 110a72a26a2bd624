import Foundation
import JudgeRecords
import JudgeTestSupport
import Testing

private let python3 = Program.python().flatMap { python in
  python.run(["-c", "import datetime"]).status == 0 ? python : nil
}

@Suite("Moments")
struct TimestampTests {
  @Test("Text and back over the whole range")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<10_000 {
      let time = Timestamp(clamping: Int64.random(in: Timestamp.range, using: &random))
      #expect(Timestamp(time.text) == time, "\(time.milliseconds)")
      #expect(time.text.utf8.count == 24)
    }
  }

  @Test("The ends of the range")
  func ends() {
    #expect(Timestamp(clamping: .min).text == "0001-01-01T00:00:00.000Z")
    #expect(Timestamp(clamping: .max).text == "9999-12-31T23:59:59.999Z")
    #expect(Timestamp(milliseconds: Timestamp.range.lowerBound - 1) == nil)
    #expect(Timestamp(milliseconds: Timestamp.range.upperBound + 1) == nil)
    #expect(Timestamp("0001-01-01T00:00:00+00:01") == nil)
    #expect(Timestamp("9999-12-31T23:59:60Z") == nil)
    #expect(Timestamp(clamping: .max).advanced(by: 1) == Timestamp(clamping: .max))
    #expect(Timestamp(clamping: .min).advanced(by: .min) == Timestamp(clamping: .min))
  }

  @Test(
    "Other spellings of the same moment",
    arguments: [
      ("2026-11-20T21:27:14.370Z", 1_795_210_034_370), ("1970-01-01T00:00:00Z", 0),
      ("1969-12-31T23:59:59.999Z", -1), ("2026-11-20t21:27:14.37z", 1_795_210_034_370),
      ("2026-11-20 22:27:14.3709999+01:00", 1_795_210_034_370),
      ("2026-11-20T15:57:14.37-05:30", 1_795_210_034_370),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ])
  func spellings(text: String, milliseconds: Int64) {
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(
    "What is not a moment",
    arguments: [
      "", "2026-11-20", "2026-11-20T21:27:14", "2026-11-20T21:27Z", "2026-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
      "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z",
      "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
      "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00+0100",
      "2026-01-01T00:00:00Z ", " 2026-01-01T00:00:00Z", "26-01-01T00:00:00Z",
      "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "２026-01-01T00:00:00Z",
    ])
  func refused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test("Leap days", arguments: [(2024, true), (2000, true), (2100, false), (2023, false)])
  func leapDays(year: Int, exists: Bool) {
    #expect((Timestamp("\(year)-02-29T12:00:00Z") != nil) == exists)
  }

  @Test(
    "10,000 random moments as Python's datetime writes them, with and without an offset",
    .enabled(if: python3 != nil, "needs Python 3; set GIT_JUDGE_PYTHON to its path"))
  func python() throws {
    let python = try #require(python3)
    let folder = try TemporaryFolder("git-judge-times")
    var random = SeededGenerator(seed: 12)
    let moments = (0..<10_000).map { _ in Int64.random(in: Timestamp.range, using: &random) }
    let offsets = moments.map { _ in random.below(2 * 1439 + 1) - 1439 }
    let lines = zip(moments, offsets).map { "\($0) \($1)" }.joined(separator: "\n")
    try Data(lines.utf8).write(to: folder.file("moments"))
    let run = python.run(["-c", Self.script, folder.file("moments").path])
    try #require(run.status == 0, "\(run.errorText)")
    let answers = run.text.split(separator: "\n")
    try #require(answers.count == moments.count)
    var shifted = 0
    for (moment, answer) in zip(moments, answers) {
      let texts = answer.split(separator: " ", omittingEmptySubsequences: false)
      #expect(Timestamp(clamping: moment).text == texts[0])
      if !texts[1].isEmpty {
        #expect(Timestamp(texts[1])?.milliseconds == moment, "\(texts[1])")
        shifted += 1
      }
    }
    #expect(shifted > 9_900)
  }

  private static let script = """
    import datetime, sys
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    for line in open(sys.argv[1]):
        milliseconds, minutes = map(int, line.split())
        moment = epoch + datetime.timedelta(milliseconds=milliseconds)
        text = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        try:
            zone = datetime.timezone(datetime.timedelta(minutes=minutes))
            shifted = moment.astimezone(zone).isoformat(timespec="microseconds")
        except OverflowError:
            shifted = ""
        print(text, shifted)
    """
}
