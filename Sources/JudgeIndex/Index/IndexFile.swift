import FoundationEssentials
import GRDB
import JudgeWork

/// The SQLite file: opened, checked, and rebuilt if it is not ours or is damaged.
enum IndexFile {
  /// Opens a file, creates it if it is missing, and rebuilds it if it cannot be trusted.
  ///
  /// - Parameters:
  ///   - file: the path.
  ///   - instance: the ``IndexMeta/instance`` of a file found damaged. If the path still holds that
  ///     file, it is deleted. If another process has replaced it, the new file stays.
  /// - Returns: connections to a file that has this version's tables.
  /// - Throws: if the file or its folder cannot be written.
  static func open(
    _ file: String, replacing instance: String? = nil
  ) throws -> any DatabaseWriter {
    try makeFolder(of: file)
    return try IndexLock.holding(file) {
      if let pool = try sound(file) {
        let present = try? pool.read { try IndexMeta.value(IndexMeta.instance, $0) }
        if let present, present != instance { return pool }
        try? pool.close()
      }
      try discard(file)
      guard let pool = try sound(file) else { throw DamagedIndex() }
      return pool
    }
  }

  /// - Returns: `nil` if the file is not ours or not sound.
  private static func sound(_ file: String) throws -> DatabasePool? {
    do {
      let pool = try connect(file)
      if try pool.writeWithoutTransaction(prepare) { return pool }
      try? pool.close()
      return nil
    } catch  where IndexFailure.isDamage(error) {
      return nil
    }
  }

  /// Deletes the file and what SQLite keeps beside it.
  static func discard(_ file: String) throws {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      let path = file + suffix
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do { try FileManager.default.removeItem(atPath: path) } catch {
        throw JudgeFailure(
          .unusable, "the index at \(path) is damaged and cannot be deleted: \(error)",
          remedy: "delete it by hand; it holds nothing that the repository does not")
      }
    }
  }

  private static func makeFolder(of file: String) throws {
    guard let slash = file.lastIndex(of: "/"), slash != file.startIndex else { return }
    let folder = String(file[..<slash])
    if FileManager.default.fileExists(atPath: folder) { return }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  /// Tables in memory, for when the file cannot be written: a full disk, or another user's folder.
  ///
  /// Each process builds them from scratch. Reading works as usual.
  static func inMemory() throws -> any DatabaseWriter {
    let queue = try DatabaseQueue(configuration: configuration())
    guard try queue.writeWithoutTransaction(prepare) else { throw DamagedIndex() }
    return queue
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    // Another process may be building from nothing; that takes seconds.
    configuration.busyMode = .timeout(120)
    // A build reads from the store between its writes, all within one transaction.
    configuration.allowsUnsafeTransactions = true
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      for function in SearchFunctions.all { db.add(function: function) }
      try db.execute(sql: "PRAGMA cache_size = -32768")
      try db.execute(sql: "PRAGMA mmap_size = 67108864")
      if db.configuration.readonly { return }
      // Deleted rows are overwritten, from the first one on: rows that left a page long before a
      // redaction must not stay in its slack.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      try db.execute(sql: "PRAGMA page_size = 8192")
      // A build goes through its tables in several orders; this much is taken only as needed.
      try db.execute(sql: "PRAGMA cache_size = -524288")
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    return configuration
  }

  private static func connect(_ file: String) throws -> DatabasePool {
    let configuration = configuration()
    let pool = try DatabasePool(path: file, configuration: configuration)
    // The file can be rebuilt from the repository, so nothing waits for the disk.
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = OFF")
      // A build from nothing leaves a log as long as the file itself.
      try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
    }
    return pool
  }

  /// Makes the tables in an empty file, and checks those of any other.
  ///
  /// - Returns: whether the file now has this version's tables.
  private static func prepare(_ db: Database) throws -> Bool {
    if try isOurs(db) { return true }
    try db.execute(sql: "BEGIN IMMEDIATE")
    do {
      // Another process may have made them meanwhile.
      let isEmpty = try db.first("SELECT count(*) FROM sqlite_master") { $0.int(0) } == 0
      if isEmpty { try makeTables(db) }
      try db.execute(sql: "COMMIT")
    } catch {
      try? db.execute(sql: "ROLLBACK")
      throw error
    }
    return try isOurs(db)
  }

  static func makeTables(_ db: Database) throws {
    for sql in IndexSchema.statements + IndexSchema.indexes { try db.execute(sql: sql) }
    try db.execute(sql: "PRAGMA application_id = \(IndexSchema.applicationID)")
    try db.execute(sql: "PRAGMA user_version = \(IndexSchema.version)")
    let instance = String(UInt64.random(in: 0 ... .max), radix: 16)
    try db.run(
      "INSERT INTO meta(name, value) VALUES (?, ?)", [.text(IndexMeta.instance), .text(instance)])
  }

  /// Whether the file has this program's mark, this version, and these very tables.
  private static func isOurs(_ db: Database) throws -> Bool {
    let mark = try db.first("PRAGMA application_id") { $0.int(0) }
    let version = try db.first("PRAGMA user_version") { $0.int(0) }
    guard mark == Int64(IndexSchema.applicationID), version == Int64(IndexSchema.version) else {
      return false
    }
    let present = Set(
      try db.all("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL") { $0.text(0) })
    var expected = IndexSchema.statements + IndexSchema.indexes
    if try IndexMeta.tree(db) != nil { expected += IndexSchema.lateIndexes }
    return expected.allSatisfy(present.contains)
  }
}
