import GRDB

extension IndexSchema {
  /// Brings the tables to the state before the first build; vanished records stay known.
  static func empty(_ db: Database) throws {
    let present = try db.all(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ) { ($0.text(0), $0.text(1)) }
    for (name, sql) in present where lateIndexes.contains(sql) {
      try db.run("DROP INDEX \(name)")
    }
    try db.run("DELETE FROM meta WHERE name <> ?", [.text(IndexMeta.instance)])
    for table in [
      "record", "trace", "attribute", "span", "assessment", "change", "redaction", "run", "run_row",
      "document", "undocumented",
    ] {
      try db.run("DELETE FROM \(table)")
    }
  }
}
