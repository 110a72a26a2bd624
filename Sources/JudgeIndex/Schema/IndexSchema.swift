/// The tables of the index.
///
/// `record`, `change`, `redaction` and the left half of `assessment` and `span` hold what records
/// say; `trace`, `attribute` and the last columns of `assessment` hold the resulting state,
/// computed by the folds of JudgeRecords.
enum IndexSchema {
  /// "JIdx": tells the file from any other SQLite file.
  static let applicationID: Int32 = 0x4A49_6478

  /// Goes up with every change of these tables or of what is put into them; a file of another
  /// number is rebuilt.
  static let version: Int32 = 9

  /// How many rows of `assessment` and `span` one record has room for.
  ///
  /// The key of such a row is the key of its record times this, plus its place in the record. A
  /// record has at most 1 MiB, and the shortest span, `{},`, has three bytes.
  static let rowsPerRecord: Int64 = 1 << 19

  static let statements: [String] = [
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    """
    CREATE TABLE record(
      key INTEGER PRIMARY KEY, id BLOB NOT NULL, kind TEXT NOT NULL,
      trace INTEGER, problem TEXT, message TEXT, bytes BLOB,
      authors TEXT, generation INTEGER, is_foreign INTEGER NOT NULL DEFAULT 0,
      by_owner INTEGER)
    """,
    """
    CREATE TABLE trace(
      key INTEGER PRIMARY KEY, id TEXT NOT NULL,
      record INTEGER, experiment BLOB, client_request_id TEXT, row_key TEXT, request_time INTEGER,
      duration REAL, end_time REAL, state TEXT, name TEXT, run TEXT, session TEXT,
      is_listed INTEGER NOT NULL DEFAULT 0, is_deleted INTEGER NOT NULL DEFAULT 0,
      content BLOB, shown BLOB, tags TEXT)
    """,
    """
    CREATE TABLE attribute(
      trace INTEGER NOT NULL, scope INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (trace, scope, name)) WITHOUT ROWID
    """,
    """
    CREATE TABLE span(
      key INTEGER PRIMARY KEY, trace INTEGER NOT NULL, span_id TEXT, name TEXT, type TEXT,
      status TEXT, start TEXT, content TEXT NOT NULL)
    """,
    """
    CREATE TABLE assessment(
      key INTEGER PRIMARY KEY, trace INTEGER NOT NULL, id TEXT NOT NULL, class INTEGER NOT NULL,
      name TEXT NOT NULL, source_type TEXT NOT NULL, source_id TEXT NOT NULL, span_id TEXT,
      value TEXT, number REAL, rationale TEXT, session TEXT, time INTEGER, overrides TEXT,
      repeat INTEGER, seen BLOB, valid INTEGER, run BLOB, judge BLOB, body TEXT,
      standing TEXT NOT NULL, is_stale INTEGER NOT NULL, disputes TEXT)
    """,
    """
    CREATE TABLE change(
      record INTEGER PRIMARY KEY, target_kind TEXT NOT NULL, target_id TEXT NOT NULL,
      counts INTEGER NOT NULL DEFAULT 1)
    """,
    """
    CREATE TABLE redaction(
      hash BLOB NOT NULL, record INTEGER NOT NULL, purge INTEGER NOT NULL,
      PRIMARY KEY (hash, record)) WITHOUT ROWID
    """,
    """
    CREATE TABLE run(id BLOB NOT NULL, record INTEGER NOT NULL, run_id TEXT NOT NULL, given TEXT)
    """,
    "CREATE TABLE run_row(record INTEGER NOT NULL, run BLOB NOT NULL, trace_id TEXT NOT NULL)",
    "CREATE TABLE document(trace INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE undocumented(trace INTEGER PRIMARY KEY)",
    "CREATE TABLE vanished(path TEXT PRIMARY KEY, head TEXT NOT NULL) WITHOUT ROWID",
  ]

  /// Indexes that a build reads while it writes.
  static let indexes: [String] = [
    "CREATE INDEX record_trace ON record(trace) WHERE trace IS NOT NULL",
    "CREATE INDEX change_target ON change(target_kind, target_id)",
  ]

  /// Indexes that a build from nothing makes last: sorting once is faster than many insertions.
  static let lateIndexes: [String] = [
    "CREATE UNIQUE INDEX record_id ON record(id, kind)",
    "CREATE INDEX record_kind ON record(kind)",
    "CREATE INDEX record_problem ON record(key) WHERE problem IS NOT NULL",
    "CREATE UNIQUE INDEX trace_id ON trace(id)",
    "CREATE INDEX trace_time ON trace(experiment, request_time DESC, id)",
    """
    CREATE INDEX trace_client ON trace(client_request_id, experiment)
    WHERE client_request_id IS NOT NULL
    """,
    "CREATE INDEX trace_row ON trace(row_key) WHERE row_key IS NOT NULL",
    "CREATE INDEX trace_session ON trace(session) WHERE session IS NOT NULL",
    "CREATE INDEX span_trace ON span(trace)",
    "CREATE INDEX assessment_trace ON assessment(trace, name)",
    "CREATE INDEX assessment_name ON assessment(name, trace)",
    "CREATE INDEX assessment_id ON assessment(id)",
    "CREATE INDEX run_id ON run(id)",
    "CREATE INDEX run_row_run ON run_row(run)",
    "CREATE INDEX run_row_record ON run_row(record)",
    "CREATE INDEX assessment_run ON assessment(run) WHERE run IS NOT NULL",
    """
    CREATE INDEX assessment_session ON assessment(session, name) WHERE session IS NOT NULL
    """,
  ]
}
