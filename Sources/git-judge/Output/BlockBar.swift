import Foundation
import GitJudge

/// Bars of block characters, for terminals that can show them.
enum BlockBar {
  /// Whether standard output is a terminal that shows block characters.
  static var isOn: Bool {
    Console.isTerminal
      && canDraw(ProcessInfo.processInfo.environment, arguments: CommandLine.arguments)
  }

  /// Returns whether a terminal shows block characters.
  ///
  /// - Parameters:
  ///   - environment: `TERM`, which must not be `dumb`, and the locale, which must be one of UTF-8.
  ///   - arguments: an output format for programs turns bars off.
  /// - Returns: whether bars may be drawn.
  static func canDraw(_ environment: [String: String], arguments: [String]) -> Bool {
    guard !["", "dumb"].contains(environment["TERM"] ?? "") else { return false }
    guard !arguments.contains(where: { ["--json", "--csv", "--md"].contains($0) }) else {
      return false
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    let name = (locale ?? "").lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// Returns a bar for a share of its width.
  ///
  /// - Parameters:
  ///   - share: from 0 to 1; other numbers count as the nearer end.
  ///   - width: the width in columns, from 1.
  ///   - mark: a second share, shown as a line across the bar, or `nil`.
  /// - Returns: as many characters as the width.
  static func bar(_ share: Double, width: Int, mark: Double? = nil) -> String {
    let width = max(1, width)
    func eighths(_ share: Double) -> Int {
      guard share.isFinite else { return 0 }
      return Int((min(max(share, 0), 1) * Double(width) * 8).rounded())
    }
    let filled = eighths(share)
    var cells = (0..<width).map { column -> Character in
      let rest = filled - column * 8
      return rest >= 8 ? "█" : rest <= 0 ? " " : parts[rest - 1]
    }
    if let mark, mark.isFinite { cells[min(width - 1, eighths(mark) / 8)] = "│" }
    return String(cells)
  }

  private static let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
