import Foundation
import JudgeJSON
import JudgeTestSupport
import Testing

@testable import JudgePrivacy

/// Texts of public data sets: questions, answers, judges' reasons.
@Suite("False finds in ordinary texts") struct SharedTextTests {
  private static let files = ["dices350", "llmbar", "nq301", "pandalm"]
    .compactMap { PackageFolder.sharedData("\($0)/traces.jsonl") }

  @Test(
    "At most one secret is seen in ten thousand texts",
    .enabled(
      if: files.count == 4, "the shared data is absent: set GIT_JUDGE_DATA to its folder"))
  func ordinary() throws {
    var (count, finds) = (0, [SensitiveText.Kind]())
    func look(_ value: JSONValue) {
      switch value {
      case .string(let text):
        count += 1
        finds += SensitiveText.findings(in: Array(text.utf8)).map(\.kind).filter(\.isSecret)
      case .array(let items): items.forEach(look)
      case .object(let object): object.forEach { look($0.value) }
      case .null, .bool, .number: break
      }
    }
    for file in Self.files {
      let data = try Data(contentsOf: file)
      for line in data.split(separator: UInt8(ascii: "\n")) {
        look(try JSONValue.parseRepairing(Array(line)).0)
        finds += SensitiveText.findings(in: Array(line)).map(\.kind).filter(\.isSecret)
      }
    }
    #expect(count >= 10_000)
    #expect(finds.count <= count / 10_000, "\(finds) in \(count) texts")
  }
}
