import GRDB

/// What the tables were built from.
enum IndexMeta {
  /// The name under which a random number tells this file from one made later at its path.
  static let instance = "instance"

  static func tree(_ db: Database) throws -> String? { try value("tree", db) }

  /// Whom the redactions in force were worked out for.
  static func trust(_ db: Database) throws -> String { try value("trust", db) ?? "" }

  static func value(_ name: String, _ db: Database) throws -> String? {
    try db.first("SELECT value FROM meta WHERE name = ?", [.text(name)]) { $0.text(0) }
  }

  static func set(_ head: SourceTree, trust: String, _ db: Database) throws {
    for (name, value) in [("tree", head.tree), ("commit", head.commit), ("trust", trust)] {
      try db.run(
        "INSERT OR REPLACE INTO meta(name, value) VALUES (?, ?)", [.text(name), .text(value)])
    }
  }
}
