import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// The labelling page as one file.
@Suite struct ReviewPageTests {
  @Test func allFilesOfThePageAreInTheProgramAndAtMost150Kilobytes() throws {
    let folder = PackageFolder.root().appendingPathComponent("pages/review")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == Set(ReviewPage.files.keys))
    for (name, text) in ReviewPage.files {
      let file = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(text == file, "\(name) in the program is not that of the checkout")
    }
    let script = try ModuleBundle.script(ReviewPage.files, entry: "main.js")
    #expect(script.utf8.count < 150_000)
    // Every module is part of the page.
    for name in names where name.hasSuffix(".js") {
      #expect(script.contains("const $\(name.dropLast(3).replacing("-", with: "_")) ="), "\(name)")
    }
    #expect(!script.contains("innerHTML") && !script.contains("</"))
  }

  @Test func embeddedDataCannotEndItsElementAndIsTheSameJSON() throws {
    let data: JSONValue = [
      "a": "</script><script>alert(1)</script><!--", "b": "\u{2028}\u{2029}é\u{e0a8}\u{a8}",
      "</": [1, true],
    ]
    let bytes = ReviewPage.embedded(data)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("<") && !text.contains(">"))
    #expect(!text.unicodeScalars.contains("\u{2028}") && !text.unicodeScalars.contains("\u{2029}"))
    #expect(try JSONValue(parsing: bytes) == data)
  }

  @Test func thePolicyAllowsThisScriptAndStyleAndNothingElse() throws {
    let text = String(decoding: try ReviewPage.file(["a": "b"]), as: UTF8.self)
    let policy = try #require(text.firstMatch(of: /Security-Policy" content="([^"]*)"/)?.1)
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
    #expect(policy.contains("require-trusted-types-for 'script'"))
    #expect(!text.contains("style=\"") && !text.contains("onclick"))
  }
}
