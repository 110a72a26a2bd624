import Foundation
import Testing

/// The library is used by the command line, by servers and by programs, so its texts name no
/// command and no option: a remedy is typed, and each interface phrases it.
@Suite("Words of the command line") struct InterfaceWordsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("No text of the library names a command or an option of the command line")
  func none() throws {
    let sources = Self.root.appending(path: "Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var read = 0
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      guard !file.path.contains("/Sources/git-judge/") else { continue }
      read += 1
      for literal in SwiftLiterals(try String(contentsOf: file, encoding: .utf8)).found {
        // JudgeGit hands the program git its arguments one by one too.
        if file.path.contains("/JudgeGit/"), literal.text.contains(/^--[a-z-]+$/) { continue }
        // A style sheet names its colors so.
        if file.path.contains("/JudgeCharts/"), literal.text.contains("var(--") { continue }
        #expect(!literal.isForbidden, "\(file.lastPathComponent):\(literal.line): \(literal.text)")
      }
    }
    #expect(read > 300)
  }

  @Test(
    "What is refused, and what git's own arguments may be",
    arguments: [
      (#"hint: "run git judge init""#, true), (#"hint: "add --value""#, true),
      (#"found(name, "--human")"#, true), (#"hint: "`--force` does it""#, true),
      (#""" + "(--open-test)""#, true), (#""a \(b ? "--c" : "d")""#, true),
      (#"git.run(["rev-parse", "--verify", name])"#, false),
      (#"names.map { "--force-with-lease=\($0)" }"#, false), (#"// "git judge init""#, false),
      (##"["--pretty=format:%H --x"]"##, false), (#""a -- b, the git-judge program""#, false),
    ])
  func rule(_ code: String, isForbidden: Bool) {
    #expect(SwiftLiterals(code).found.contains(where: \.isForbidden) == isForbidden, "\(code)")
  }
}

/// The string literals of Swift code, without comments; interpolated code is read like other code.
private struct SwiftLiterals {
  struct Literal {
    let text: String
    let line: Int
    /// The innermost bracket around it.
    let bracket: UInt8?

    /// Whether it holds words of the command line.
    ///
    /// An argument of git is a literal of its own that begins with `--`, in a list or made by a
    /// closure for one.
    var isForbidden: Bool {
      if text.contains("git judge ") { return true }
      if text.hasPrefix("--"), bracket == UInt8(ascii: "[") || bracket == UInt8(ascii: "{") {
        return false
      }
      return text.contains(/(^|[^A-Za-z0-9-])--[a-z]/)
    }
  }

  private(set) var found: [Literal] = []
  private let code: [UInt8]
  private var place = 0
  private var line = 1
  private var brackets: [UInt8] = []

  init(_ text: String) {
    code = Array(text.utf8)
    readCode(until: nil)
  }

  private func begins(_ text: StaticString) -> Bool {
    guard place + text.utf8CodeUnitCount <= code.count else { return false }
    return text.withUTF8Buffer { code[place..<(place + $0.count)].elementsEqual($0) }
  }

  private mutating func step() {
    if code[place] == UInt8(ascii: "\n") { line += 1 }
    place += 1
  }

  /// Reads code up to a closing bracket of its own, or to the end.
  private mutating func readCode(until end: UInt8?) {
    let depth = brackets.count
    while place < code.count {
      switch code[place] {
      case UInt8(ascii: "/") where begins("//"):
        while place < code.count, code[place] != UInt8(ascii: "\n") { place += 1 }
      case UInt8(ascii: "#") where begins("#\""), UInt8(ascii: "#") where begins("##\""):
        let hashes = begins("##") ? 2 : 1
        place += hashes
        readString(hashes: hashes)
      case UInt8(ascii: "\""): readString(hashes: 0)
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        brackets.append(code[place])
        step()
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if brackets.count == depth, code[place] == end { return }
        if brackets.count > depth { brackets.removeLast() }
        step()
      default: step()
      }
    }
  }

  /// Reads a literal from its first quotation mark on; one with hashes is taken as it stands.
  private mutating func readString(hashes: Int) {
    let start = line
    let bracket = brackets.last
    let isLong = begins("\"\"\"")
    let quote = Array(repeating: UInt8(ascii: "\""), count: isLong ? 3 : 1)
    let end = quote + Array(repeating: UInt8(ascii: "#"), count: hashes)
    var text: [UInt8] = []
    place += quote.count
    while place < code.count, !code[place...].starts(with: end) {
      if hashes == 0, begins("\\(") {
        place += 2
        brackets.append(UInt8(ascii: "("))
        readCode(until: UInt8(ascii: ")"))
        brackets.removeLast()
        place += 1
        text.append(UInt8(ascii: "*"))
      } else if hashes == 0, code[place] == UInt8(ascii: "\\"), place + 1 < code.count {
        place += 1
        step()
      } else {
        text.append(code[place])
        step()
      }
    }
    place += end.count
    found.append(
      Literal(text: String(decoding: text, as: UTF8.self), line: start, bracket: bracket))
  }
}
