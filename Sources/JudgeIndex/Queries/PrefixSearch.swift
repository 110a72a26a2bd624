import GRDB
import JudgeWork

/// Finds the one row whose id is a text or begins with it.
struct PrefixSearch {
  let table: String
  /// What ids begin with and people leave out.
  let lead: String
  var condition = "1"
  var values: [SQLValue] = []

  func only(_ text: String, what: String, _ db: Database) throws -> Int64 {
    let exact = try keys(db, "id = ?", [.text(text)])
    if let key = exact.first?.key { return key }
    let digits = text.hasPrefix(lead) ? String(text.dropFirst(lead.count)) : text
    guard digits.unicodeScalars.count >= JudgeIndex.shortestPrefix else {
      throw JudgeFailure(
        .notFound, "no \(what) has the id \(text)",
        remedy: "a prefix has at least \(JudgeIndex.shortestPrefix) characters")
    }
    let starts = text.hasPrefix(lead) ? [text] : [lead + text, text]
    var found: [(key: Int64, id: String)] = []
    for start in starts {
      // U+10FFFF is the greatest scalar, and no text goes on with it.
      found += try keys(db, "id >= ? AND id < ?", [.text(start), .text(start + "\u{10FFFF}")])
    }
    if let first = found.first, Set(found.map(\.key)).count == 1 { return first.key }
    guard !found.isEmpty else {
      throw JudgeFailure(
        .notFound, "no \(what) has an id that is or begins with \(text)",
        remedy: "deleted ones and those of other experiments may be left out")
    }
    let shown = found.prefix(Self.shownCandidates).map(\.id).joined(separator: ", ")
    let more = found.count > Self.shownCandidates ? " and more" : ""
    throw JudgeFailure(
      .ambiguous, "several \(what)s have ids that begin with \(text): \(shown)\(more)",
      remedy: "give more characters")
  }

  private static let shownCandidates = 5

  private func keys(
    _ db: Database, _ match: String, _ bound: [SQLValue]
  ) throws -> [(key: Int64, id: String)] {
    try db.all(
      """
      SELECT min(key), id FROM \(table) WHERE \(match) AND \(condition)
      GROUP BY id ORDER BY id LIMIT \(Self.shownCandidates + 1)
      """, bound + values
    ) { ($0.int(0), $0.text(1)) }
  }
}
