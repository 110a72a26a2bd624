import Testing

@testable import JudgeGit

@Suite struct PortableNameTests {
  @Test(arguments: [
    "", "/", "a//b", "a/", ".", "..", "a/../b", ".git", ".GIT/x", "a/.git", ".git ", ".git.",
    "git~1",
    "a/GIT~1/b", ".g\u{200c}it", "\u{feff}.git", ".gi\u{200d}t", "CON", "con.txt", "a/NUL.tar.gz",
    "com9", "LPT1.x", "aux .txt", "COM\u{b9}", "a:b", "a\\b", "a?", "a*", "<a", "a|b", "\"a\"",
    "x.",
    "x ", "a\u{1}", "a\nb", "a\u{7f}", "a\u{85}", "a\u{2028}b", "a\u{202e}b", "a\u{2066}b",
  ])
  func isRefused(_ path: String) { #expect(PortableName.complaint(path.utf8) != nil) }

  @Test(arguments: [
    "README.md", ".github/workflows/store.yml", ".gitattributes", ".gitignore", "docs/für uns.md",
    "git~2", "com", "con-text", "console.txt", "nul1", " x", "a.b.c", "日本語", "👩\u{200d}💻.md",
    "lpt0",
  ])
  func isAccepted(_ path: String) { #expect(PortableName.complaint(path.utf8) == nil) }

  @Test func bytesAndSizes() {
    #expect(PortableName.complaint([0x61, 0xff]) != nil)
    #expect(PortableName.complaint([0xc0, 0xae]) != nil)
    #expect(PortableName.complaint([UInt8](repeating: 0x61, count: 255)) == nil)
    #expect(PortableName.complaint([UInt8](repeating: 0x61, count: 256)) != nil)
    func deep(_ count: Int) -> String { Array(repeating: "a", count: count).joined(separator: "/") }
    #expect(PortableName.complaint(deep(32).utf8) == nil)
    #expect(PortableName.complaint(deep(33).utf8) != nil)
  }
}
