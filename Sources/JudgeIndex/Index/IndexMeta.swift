import GRDB

/// What the tables were built from.
enum IndexMeta {
  /// The name under which a random number tells this file from one made later at its path.
  static let instance = "instance"

  static func tree(_ db: Database) throws -> String? { try value("tree", db) }

  /// Whom the redactions in force were worked out for.
  static func trust(_ db: Database) throws -> String { try value("trust", db) ?? "" }

  /// The commit of the last catch-up.
  static func commit(_ db: Database) throws -> String? { try value("commit", db) }

  /// The rules by which labels and changes were counted.
  static func authority(_ db: Database) throws -> String { try value("authority", db) ?? "" }

  static func value(_ name: String, _ db: Database) throws -> String? {
    try db.first("SELECT value FROM meta WHERE name = ?", [.text(name)]) { $0.text(0) }
  }

  /// The work that remains after the build that applied a redaction, with one mark per place.
  ///
  /// The build sets the marks, and they are removed when the work is done. If a process ends in
  /// between, the next one continues.
  enum Care: String, CaseIterable {
    /// The file itself may hold hidden bytes where pages moved.
    case file = "care-file"
    /// Caches and drafts beside the index may.
    case copies = "care-copies"
  }

  static func isDue(_ care: Care, _ db: Database) throws -> Bool {
    try value(care.rawValue, db) != nil
  }

  static func mark(_ care: Care, isDue: Bool, _ db: Database) throws {
    if isDue {
      try db.run(
        "INSERT OR REPLACE INTO meta(name, value) VALUES (?, '1')", [.text(care.rawValue)])
    } else {
      try db.run("DELETE FROM meta WHERE name = ?", [.text(care.rawValue)])
    }
  }

  static func set(
    _ head: SourceTree, trust: String, authority: String, _ db: Database
  ) throws {
    for (name, value) in [
      ("tree", head.tree), ("commit", head.commit), ("trust", trust), ("authority", authority),
    ] {
      try db.run(
        "INSERT OR REPLACE INTO meta(name, value) VALUES (?, ?)", [.text(name), .text(value)])
    }
  }
}
