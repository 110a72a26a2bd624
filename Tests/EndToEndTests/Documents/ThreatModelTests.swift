import Foundation
import Testing

/// Every promise of the threat model names a test, and that test is there.
@Suite struct ThreatModelTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The names of all test functions of the package.
  private static func testNames() throws -> Set<String> {
    let folder = root.appending(path: "Tests")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var names: Set<String> = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for part in text.components(separatedBy: "func ").dropFirst() {
        names.insert(String(part.prefix { $0.isLetter || $0.isNumber }))
      }
    }
    return names
  }

  @Test func everyPromiseNamesATestThatIsThere() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "docs/threat-model.md"), encoding: .utf8)
    let names = try Self.testNames()
    var promises = 0
    var isTable = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        isTable = false
        continue
      }
      guard isTable else {
        #expect(line.hasSuffix("| proved by |"), "a table without tests: \(line)")
        isTable = true
        continue
      }
      if line.hasPrefix("|---") { continue }
      promises += 1
      let cell = line.split(separator: "|").last ?? ""
      let named = cell.split(separator: "`").map(String.init).filter {
        !$0.allSatisfy { $0 == " " || $0 == "," }
      }
      #expect(!named.isEmpty, "a promise without a test: \(line)")
      for name in named { #expect(names.contains(name), "there is no test \(name): \(line)") }
    }
    #expect(promises > 40, "\(promises)")
  }
}
