import JudgeInterchange
import JudgeJSON
import JudgeWork

/// The roles of a table's columns: as the user names them, else as found by the usual names.
struct CheckColumns {
  /// The column of the judge's verdicts.
  let judge: String
  /// The columns of people's labels, one per person.
  let people: [String]
  /// The column of the case's key.
  let id: String?
  /// The column of the person who gave the label, if each label has its own row.
  let rater: String?
  /// The column of the judge's reasons.
  let judgeReason: String?
  /// The columns of people's reasons, by the person's column.
  let reasons: [String: String]
  /// The columns with the content of the case, in the order of the table.
  let texts: [String]
  /// The content columns that hold inputs of the application.
  let inputs: [String]
  /// How the columns were interpreted, if the user did not specify it.
  let notes: [Notice]

  fileprivate static let judgeNames = [
    "judge", "verdict", "judge_verdict", "judge_label", "judge_value", "judge_rating", "llm_judge",
    "llm_label", "llm_verdict", "llm", "model_label", "model_verdict", "auto_label", "prediction",
    "predicted", "pred", "ai_label", "ai",
  ]
  fileprivate static let humanNames = [
    "human", "human_label", "human_verdict", "human_rating", "label", "labels", "gold",
    "gold_label", "ground_truth", "truth", "expert", "expert_label", "annotation", "annotator",
    "reviewer", "human_value", "expected",
  ]
  fileprivate static let humanPrefixes = [
    "human", "annotator", "annotation", "reviewer", "rater", "expert", "labeler", "labeller",
    "label",
  ]
  fileprivate static let idNames = [
    "id", "case", "case_id", "trace_id", "client_request_id", "request_id", "row_id", "example_id",
  ]
  fileprivate static let judgeReasonNames = [
    "judge_rationale", "judge_reason", "judge_reasoning", "judge_explanation", "judge_critique",
    "verdict_reason", "verdict_rationale", "llm_rationale", "llm_reason",
  ]
  fileprivate static let humanReasonNames = [
    "human_rationale", "human_reason", "human_comment", "label_reason", "label_rationale",
    "expert_comment",
  ]
  fileprivate static let raterNames = [
    "rater", "rater_id", "annotator", "annotator_id", "reviewer", "reviewer_id", "labeler",
    "labeller", "labeler_id", "worker", "worker_id", "user", "user_id", "who", "source_id",
    "labeled_by", "labelled_by",
  ]
  /// Names of reason columns that belong to the column before them.
  fileprivate static let plainReasonNames = [
    "rationale", "reason", "reasoning", "explanation", "critique", "comment", "comments", "note",
    "notes", "why",
  ]
  fileprivate static let textNames =
    inputNames + [
      "text", "output", "outputs", "answer", "response", "completion", "content", "message",
    ]
  fileprivate static let inputNames = [
    "input", "inputs", "question", "prompt", "query", "request", "user", "instruction",
  ]

  fileprivate static func normal(_ name: String) -> String {
    String(
      Blanks.trimmed(name).lowercased().map { $0 == " " || $0 == "-" || $0 == "." ? "_" : $0 })
  }

  /// Finds the columns.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - options: the columns that the user named.
  /// - Throws: `JudgeFailure` for a column that is missing or cannot be found.
  init(_ table: CaseTable, _ options: CheckOptions) throws {
    var finder = Finder(table: table, options: options)
    var named: [String] = []
    for human in options.humans { named.append(try finder.found(human)) }
    let id = try options.id.map { try finder.found($0) }
    rater = try finder.rater(named, key: id ?? finder.guess(Self.idNames, besides: named))
    let group = try options.group.map { try finder.found($0) }
    judge = try finder.judge(besides: named)
    if named.isEmpty {
      named = try finder.people(besides: [judge, id, rater, group].compactMap { $0 })
    }
    if named.contains(judge) {
      throw JudgeFailure(
        .usage, "the column \"\(judge)\" cannot hold both the verdicts and people's labels",
        remedy: .advice(Self.list(table.columns)))
    }
    people = named
    self.id = id ?? finder.guess(Self.idNames, besides: named + [judge])
    if rater == nil, let key = self.id { finder.noteRepeated(key) }
    let taken = named + [judge, self.id, rater, group].compactMap { $0 }
    (judgeReason, reasons) = try finder.reasons(judge, named, besides: taken)
    let used = Set(taken + reasons.values + [judgeReason].compactMap { $0 })
    texts = try finder.texts(besides: used)
    inputs = texts.filter { Self.inputNames.contains(Self.normal($0)) }
    notes = finder.notes
  }

  /// Returns the column of people, if keys repeat and each person labels a key at most once.
  fileprivate static func rater(_ table: CaseTable, key: String) -> String? {
    let keys = table.rows.compactMap { CheckValues.text($0.cells[key]) }
    guard keys.count == table.rows.count, Set(keys).count < keys.count else { return nil }
    return table.columns.first { column in
      guard raterNames.contains(normal(column)) else { return false }
      var pairs = Set<[String]>()
      for row in table.rows {
        guard let who = CheckValues.text(row.cells[column]),
          pairs.insert([CheckValues.text(row.cells[key]) ?? "", who]).inserted
        else { return false }
      }
      return true
    }
  }

  fileprivate static func list(_ columns: [String], _ name: String? = nil) -> String {
    let near = name.flatMap { Misspelling.nearest(to: $0, among: columns) }
    let shown = columns.prefix(30).joined(separator: ", ")
    return (near.map { "did you mean \"\($0)\"? " } ?? "")
      + "the file has the columns: \(shown)\(columns.count > 30 ? ", …" : "")"
  }
}

/// Finds columns by name, else by the usual names, and notes the assumptions.
private struct Finder {
  let table: CaseTable
  let options: CheckOptions
  private(set) var notes: [Notice] = []

  init(table: CaseTable, options: CheckOptions) {
    self.table = table
    self.options = options
  }

  private var columns: [String] { table.columns }

  /// Returns the column that the user named.
  func found(_ name: String) throws -> String {
    if let exact = columns.first(where: { Bytewise.equal($0, name) }) { return exact }
    let near = columns.filter { CheckColumns.normal($0) == CheckColumns.normal(name) }
    if near.count == 1 { return near[0] }
    throw JudgeFailure(
      .usage, "the file has no column \"\(name)\"",
      remedy: .advice(CheckColumns.list(columns, name)))
  }

  /// Returns the first column with one of some usual names.
  func guess(_ names: [String], besides taken: [String]) -> String? {
    for name in names {
      if let column = columns.first(where: {
        CheckColumns.normal($0) == name && !taken.contains($0)
      }) {
        return column
      }
    }
    return nil
  }

  /// Returns the column of the person, if each label has its own row.
  mutating func rater(_ people: [String], key: String?) throws -> String? {
    if let name = options.rater {
      let column = try found(name)
      guard key == nil else { return column }
      throw JudgeFailure(
        .usage, "rows of one person each need the column of the cases' keys",
        remedy: .supply(.idColumn, "COLUMN"))
    }
    guard let key,
      !people.contains(where: { CheckColumns.raterNames.contains(CheckColumns.normal($0)) }),
      let column = CheckColumns.rater(table, key: key)
    else { return nil }
    notes.append(
      Notice(
        "each row is one label of the person in the column \"\(column)\"",
        remedy: .supply(.raterColumn)))
    return column
  }

  /// Returns the column of the verdicts.
  mutating func judge(besides named: [String]) throws -> String {
    if let name = options.judge { return try found(name) }
    if let column = guess(CheckColumns.judgeNames, besides: named) {
      notes.append(
        Notice(
          "the judge's verdicts are in the column \"\(column)\"", remedy: .supply(.judgeColumn)))
      return column
    }
    throw JudgeFailure(
      .usage, "which column holds the judge's verdicts? \(CheckColumns.list(columns))",
      remedy: .supply(.judgeColumn, "COLUMN", to: "name it"))
  }

  /// Returns the columns of the people's labels.
  mutating func people(besides taken: [String]) throws -> [String] {
    let reasonNames =
      CheckColumns.judgeReasonNames + CheckColumns.humanReasonNames
      + CheckColumns.plainReasonNames
    let free = columns.filter {
      !taken.contains($0) && !reasonNames.contains(CheckColumns.normal($0))
    }
    var named = free.filter { CheckColumns.humanNames.contains(CheckColumns.normal($0)) }
    if named.isEmpty {
      named = free.filter { column in
        let name = CheckColumns.normal(column)
        return CheckColumns.humanPrefixes.contains { name.hasPrefix($0) }
          && !["reason", "rationale", "comment", "note"].contains { name.contains($0) }
      }
    }
    guard !named.isEmpty else {
      throw JudgeFailure(
        .usage, "which columns hold people's labels? \(CheckColumns.list(columns))",
        remedy: .supply(.humanColumn, "COLUMN", to: "name the column of each person"))
    }
    let list = named.map { "\"\($0)\"" }.joined(separator: ", ")
    notes.append(
      Notice(
        "people's labels are in the column\(named.count == 1 ? "" : "s") \(list)",
        remedy: .supply(.humanColumn)))
    return named
  }

  /// Notes that keys repeat although no column names the person of each row.
  mutating func noteRepeated(_ key: String) {
    let keys = table.rows.compactMap { CheckValues.text($0.cells[key]) }
    let repeated = keys.count - Set(keys).count
    guard repeated > 0 else { return }
    notes.append(
      Notice(
        "\(Count.of(repeated, "row")) repeat a key of \"\(key)\": each row is a case of its own, "
          + "and rows of one key are one group; if each label has a row of its own, name the "
          + "column of the person", remedy: .supply(.raterColumn)))
  }

  /// Returns the columns of the reasons: the judge's, and each person's.
  func reasons(
    _ judge: String, _ people: [String], besides taken: [String]
  ) throws -> (judge: String?, people: [String: String]) {
    // A column "reason" belongs to the column of verdicts or labels before it.
    var follows: [String: String] = [:]
    var last: String?
    for column in columns {
      if column == judge || people.contains(column) {
        last = column
      } else if let owner = last, follows[owner] == nil,
        CheckColumns.plainReasonNames.contains(CheckColumns.normal(column))
      {
        follows[owner] = column
      }
    }
    let name = CheckColumns.normal(judge)
    let own =
      try options.judgeReason.map(found)
      ?? guess(
        ["\(name)_reason", "\(name)_rationale"] + CheckColumns.judgeReasonNames, besides: taken)
      ?? follows[judge]
    var reasons: [String: String] = [:]
    for (index, person) in people.enumerated() {
      if index < options.humanReasons.count {
        reasons[person] = try found(options.humanReasons[index])
        continue
      }
      let normal = CheckColumns.normal(person)
      var names = ["reason", "rationale", "comment", "note"].map { "\(normal)_\($0)" }
      if people.count == 1 { names += CheckColumns.humanReasonNames }
      reasons[person] =
        guess(names, besides: taken + [own].compactMap { $0 }) ?? follows[person]
    }
    return (own, reasons)
  }

  /// Returns the columns with the content of the case.
  func texts(besides used: Set<String>) throws -> [String] {
    guard options.texts.isEmpty else {
      return try options.texts.map(found)
    }
    return columns.filter { column in
      guard !used.contains(column) else { return false }
      // Answers may be short, but numbers and flags in other columns say nothing to a reader.
      if CheckColumns.textNames.contains(CheckColumns.normal(column)) { return true }
      return table.rows.contains { row in
        CheckValues.text(row.cells[column]).map { Double($0) == nil && $0.count > 5 } ?? false
      }
    }
  }
}
