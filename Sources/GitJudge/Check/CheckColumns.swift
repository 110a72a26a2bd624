import JudgeInterchange
import JudgeJSON
import JudgeWork

/// Which column of a table holds what: as named, else as found by the usual names.
struct CheckColumns {
  /// The judge's verdicts.
  let judge: String
  /// The people's labels: a column per person.
  let people: [String]
  /// The case's key.
  let id: String?
  /// The column of the person who gave the label, if each label has its own row.
  let rater: String?
  /// The judge's reasons.
  let judgeReason: String?
  /// Each person's reasons, by their column.
  let reasons: [String: String]
  /// The columns with the content of the case, in the order of the table.
  let texts: [String]
  /// Those of the content columns that are inputs of the application.
  let inputs: [String]
  /// How the columns were interpreted, if the user did not specify it.
  let notes: [Notice]

  private static let judgeNames = [
    "judge", "verdict", "judge_verdict", "judge_label", "judge_value", "judge_rating", "llm_judge",
    "llm_label", "llm_verdict", "llm", "model_label", "model_verdict", "auto_label", "prediction",
    "predicted", "pred", "ai_label", "ai",
  ]
  private static let humanNames = [
    "human", "human_label", "human_verdict", "human_rating", "label", "labels", "gold",
    "gold_label", "ground_truth", "truth", "expert", "expert_label", "annotation", "annotator",
    "reviewer", "human_value", "expected",
  ]
  private static let humanPrefixes = [
    "human", "annotator", "annotation", "reviewer", "rater", "expert", "labeler", "labeller",
    "label",
  ]
  private static let idNames = [
    "id", "case", "case_id", "trace_id", "client_request_id", "request_id", "row_id", "example_id",
  ]
  private static let judgeReasonNames = [
    "judge_rationale", "judge_reason", "judge_reasoning", "judge_explanation", "judge_critique",
    "verdict_reason", "verdict_rationale", "llm_rationale", "llm_reason",
  ]
  private static let humanReasonNames = [
    "human_rationale", "human_reason", "human_comment", "label_reason", "label_rationale",
    "expert_comment",
  ]
  private static let raterNames = [
    "rater", "rater_id", "annotator", "annotator_id", "reviewer", "reviewer_id", "labeler",
    "labeller", "labeler_id", "worker", "worker_id", "user", "user_id", "who", "source_id",
    "labeled_by", "labelled_by",
  ]
  /// Reasons of whoever stands before them.
  private static let plainReasonNames = [
    "rationale", "reason", "reasoning", "explanation", "critique", "comment", "comments", "note",
    "notes", "why",
  ]
  private static let inputNames = [
    "input", "inputs", "question", "prompt", "query", "request", "user", "instruction",
  ]

  private static func normal(_ name: String) -> String {
    String(
      Blanks.trimmed(name).lowercased().map { $0 == " " || $0 == "-" || $0 == "." ? "_" : $0 })
  }

  /// Finds the columns.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - options: what was named.
  /// - Throws: `JudgeFailure` for a column that is missing or cannot be found.
  init(_ table: CaseTable, _ options: CheckOptions) throws {
    let columns = table.columns
    func found(_ name: String) throws -> String {
      if let exact = columns.first(where: { Bytewise.equal($0, name) }) { return exact }
      let near = columns.filter { Self.normal($0) == Self.normal(name) }
      if near.count == 1 { return near[0] }
      throw JudgeFailure(
        .usage, "the file has no column \"\(name)\"", remedy: .advice(Self.list(columns, name)))
    }
    func guess(_ names: [String], besides taken: [String]) -> String? {
      for name in names {
        if let column = columns.first(where: { Self.normal($0) == name && !taken.contains($0) }) {
          return column
        }
      }
      return nil
    }
    var notes: [Notice] = []
    var named: [String] = []
    for human in options.humans { named.append(try found(human)) }
    let id = try options.id.map { (name) throws in try found(name) }
    var rater = try options.rater.map { (name) throws in try found(name) }
    let key = id ?? guess(Self.idNames, besides: named)
    if rater == nil, let key, !named.contains(where: { Self.raterNames.contains(Self.normal($0)) })
    {
      rater = Self.rater(table, key: key)
      if let rater {
        notes.append(
          Notice(
            "each row is one label of the person in the column \"\(rater)\"",
            remedy: .supply(.raterColumn)))
      }
    }
    if options.rater != nil, key == nil {
      throw JudgeFailure(
        .usage, "rows of one person each need the column of the cases' keys",
        remedy: .supply(.idColumn, "COLUMN"))
    }
    let group = try options.group.map { (name) throws in try found(name) }
    let judge: String
    if let name = options.judge {
      judge = try found(name)
    } else if let column = guess(Self.judgeNames, besides: named) {
      judge = column
      notes.append(
        Notice(
          "the judge's verdicts are in the column \"\(column)\"", remedy: .supply(.judgeColumn)))
    } else {
      throw JudgeFailure(
        .usage, "which column holds the judge's verdicts?",
        remedy: .supply(.judgeColumn, "COLUMN", to: "name it (\(Self.list(columns)))"))
    }
    let reasonNames = Self.judgeReasonNames + Self.humanReasonNames + Self.plainReasonNames
    if named.isEmpty {
      let rest = columns.filter { $0 != judge && $0 != id && $0 != rater && $0 != group }
      let free = rest.filter { !reasonNames.contains(Self.normal($0)) }
      named = free.filter { Self.humanNames.contains(Self.normal($0)) }
      if named.isEmpty {
        named = free.filter { column in
          Self.humanPrefixes.contains { Self.normal(column).hasPrefix($0) }
            && !["reason", "rationale", "comment", "note"].contains {
              Self.normal(column).contains($0)
            }
        }
      }
      guard !named.isEmpty else {
        throw JudgeFailure(
          .usage, "which columns hold people's labels?",
          remedy: .supply(
            .humanColumn, "COLUMN", to: "name each person's column (\(Self.list(columns)))"))
      }
      let list = named.map { "\"\($0)\"" }.joined(separator: ", ")
      notes.append(
        Notice(
          "people's labels are in the column\(named.count == 1 ? "" : "s") \(list)",
          remedy: .supply(.humanColumn)))
    }
    if named.contains(judge) {
      throw JudgeFailure(
        .usage, "the column \"\(judge)\" cannot hold both the verdicts and people's labels",
        remedy: .advice(Self.list(columns)))
    }
    people = named
    self.judge = judge
    self.id = id ?? guess(Self.idNames, besides: named + [judge])
    self.rater = rater
    if rater == nil, let key = self.id {
      let keys = table.rows.compactMap { CheckValues.text($0.cells[key]) }
      let repeated = keys.count - Set(keys).count
      if repeated > 0 {
        notes.append(
          Notice(
            "\(Count.of(repeated, "row")) repeat a key of \"\(key)\": each row is a case of its own, "
              + "and rows of one key are one group; if each label has a row of its own, name the "
              + "column of the person", remedy: .supply(.raterColumn))
        )
      }
    }
    // A column "reason" belongs to the column of verdicts or labels before it.
    var follows: [String: String] = [:]
    var last: String?
    for column in columns {
      if column == judge || named.contains(column) {
        last = column
      } else if let owner = last, follows[owner] == nil,
        Self.plainReasonNames.contains(Self.normal(column))
      {
        follows[owner] = column
      }
    }
    let taken = named + [judge, self.id, rater, group].compactMap { $0 }
    let own: String?
    if let name = options.judgeReason {
      own = try found(name)
    } else {
      own =
        guess(
          ["\(Self.normal(judge))_reason", "\(Self.normal(judge))_rationale"]
            + Self.judgeReasonNames, besides: taken) ?? follows[judge]
    }
    judgeReason = own
    var reasons: [String: String] = [:]
    for (index, person) in named.enumerated() {
      let normal = Self.normal(person)
      if index < options.humanReasons.count {
        reasons[person] = try found(options.humanReasons[index])
        continue
      }
      var names = ["reason", "rationale", "comment", "note"].map { "\(normal)_\($0)" }
      if named.count == 1 { names += Self.humanReasonNames }
      reasons[person] =
        guess(names, besides: taken + [own].compactMap { $0 }) ?? follows[person]
    }
    self.reasons = reasons
    let used = Set(taken + reasons.values + [own].compactMap { $0 })
    if options.texts.isEmpty {
      texts = columns.filter { column in
        guard !used.contains(column) else { return false }
        // Numbers and flags say nothing to a reader.
        return table.rows.contains { row in
          CheckValues.text(row.cells[column]).map { Double($0) == nil && $0.count > 5 } ?? false
        }
      }
    } else {
      var texts: [String] = []
      for text in options.texts { texts.append(try found(text)) }
      self.texts = texts
    }
    let inputs = texts.filter { Self.inputNames.contains(Self.normal($0)) }
    self.inputs = inputs
    self.notes = notes
  }

  /// The column of people, if keys repeat and no person labels a key twice.
  private static func rater(_ table: CaseTable, key: String) -> String? {
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

  private static func list(_ columns: [String], _ name: String? = nil) -> String {
    let near = name.flatMap { Misspelling.nearest(to: $0, among: columns) }
    let shown = columns.prefix(30).joined(separator: ", ")
    return (near.map { "did you mean \"\($0)\"? " } ?? "")
      + "the file has the columns: \(shown)\(columns.count > 30 ? ", …" : "")"
  }
}
