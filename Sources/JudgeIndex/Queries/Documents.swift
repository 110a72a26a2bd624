import GRDB
import JudgeJSON
import JudgeRecords
import JudgeWork
import Synchronization

/// The text of each trace, for `text LIKE`; made when a search first asks for it.
///
/// A search goes through all texts: 78 MB take 0.2 s, while an FTS5 index that can find parts of
/// words (tokenizer `trigram`) took 1.5 s to build for each MB.
enum Documents {
  /// Whether traces changed since their texts were made.
  static func areMissing(_ db: Database) throws -> Bool {
    try db.first("SELECT 1 FROM undocumented LIMIT 1") { _ in true } ?? false
  }

  /// Makes the texts that are missing.
  static func complete(_ db: Database) throws {
    let keys = try db.all("SELECT trace FROM undocumented ORDER BY trace") { $0.int(0) }
    for key in keys {
      let text = try text(of: key, db)
      if let text {
        try db.run(
          "INSERT OR REPLACE INTO document(trace, text) VALUES (?, ?)", [.int(key), .text(text)])
      } else {
        try db.run("DELETE FROM document WHERE trace = ?", [.int(key)])
      }
    }
    try db.run("DELETE FROM undocumented")
  }

  /// `nil` if the trace is gone.
  private static func text(of key: Int64, _ db: Database) throws -> String? {
    let stored = try db.first(
      """
      SELECT r.id, r.bytes FROM trace t LEFT JOIN record r ON r.key = t.record WHERE t.key = ?
      """, [.int(key)]
    ) { (id: $0.optionalBlob(0), bytes: $0.blob(1)) }
    guard let stored else { return nil }
    var parts: [String] = []
    if let id = stored.id {
      let record = try Database.storedRecord(stored.bytes, id: try IndexBuilder.contentID(id))
      for field in ["inputs", "outputs", "retrieved_context"] {
        if let value = record.fields[field] { collect(value, into: &parts) }
      }
    }
    try db.rows(
      "SELECT content FROM span WHERE trace = ? ORDER BY start, span_id, content", [.int(key)]
    ) { row in
      guard let span = try? JSONValue(parsing: Array(row.text(0).utf8)) else {
        throw DamagedIndex()
      }
      collect(span, into: &parts)
    }
    return parts.joined(separator: "\n")
  }

  /// The texts and numbers in a value, one a line; a text that holds JSON (as MLflow's span
  /// attributes do) gives those within it.
  static func collect(_ value: JSONValue, into parts: inout [String]) {
    switch value {
    case .string(let text):
      if let first = text.utf8.first, "{[\"".utf8.contains(first),
        let inner = try? JSONValue(parsing: Array(text.utf8))
      {
        collect(inner, into: &parts)
      } else {
        parts.append(text)
      }
    case .number: parts.append(value.canonicalText)
    case .array(let list): for item in list { collect(item, into: &parts) }
    case .object(let object): for member in object { collect(member.value, into: &parts) }
    case .bool, .null: break
    }
  }
}
