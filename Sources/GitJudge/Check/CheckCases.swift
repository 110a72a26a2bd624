import JudgeAgreement
import JudgeEvaluation
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeWork

/// The cases of a table as they are collected, row by row.
struct CheckCases {
  private struct Case {
    let line: Int
    let key: String?
    let row: CaseTable.Row
    var verdict: String?
    var reason: String?
    var votes: [(source: String, value: String, reason: String?)] = []
  }

  /// The maximum number of values of a question; a column with more holds text or measurements.
  private static let mostValues = 200

  private let columns: CheckColumns
  private let options: CheckOptions
  private var values: CheckValues
  private var cases: [Case] = []
  private var indexByKey: [String: Int] = [:]
  private var notes: [Notice]

  init(_ columns: CheckColumns, _ options: CheckOptions, _ values: CheckValues) {
    self.columns = columns
    self.options = options
    self.values = values
    notes = columns.notes
  }

  // MARK: Rows

  /// Adds a row: a case, or with `--rater` one person's label of a case.
  mutating func add(_ row: CaseTable.Row, file: String) throws {
    let key = columns.id.flatMap { CheckValues.text(row.cells[$0]) }
    var index = cases.count
    if columns.rater != nil {
      let joint = key ?? columns.texts.map { row.cells[$0]?.canonicalText ?? "" }.joined()
      if let known = indexByKey[joint] { index = known }
      indexByKey[joint] = index
    }
    if index == cases.count { cases.append(Case(line: row.line, key: key, row: row)) }
    let verdict = values.value(row.cells[columns.judge])
    if let known = cases[index].verdict, let verdict, known != verdict {
      throw JudgeFailure(
        .invalid,
        "\(file):\(row.line): the judge says \"\(verdict)\" here and \"\(known)\" in line "
          + "\(cases[index].line) of the same case",
        remedy: "one row per label must repeat the case's verdict")
    }
    cases[index].verdict = cases[index].verdict ?? verdict
    let reason = columns.judgeReason.flatMap { CheckValues.text(row.cells[$0]) }
    cases[index].reason = cases[index].reason ?? reason
    let rater = columns.rater.flatMap { CheckValues.text(row.cells[$0]) }
    for person in columns.people {
      let reason = columns.reasons[person].flatMap { CheckValues.text(row.cells[$0]) }
      if let object = row.cells[person]?.objectValue {
        // One member per person.
        for member in object {
          guard let value = values.value(member.value) else { continue }
          cases[index].votes.append((member.key, value, reason))
        }
        continue
      }
      guard let value = values.value(row.cells[person]) else { continue }
      let source = rater ?? person
      if cases[index].votes.contains(where: { Bytewise.equal($0.source, source) }) {
        throw JudgeFailure(
          .invalid, "\(file):\(row.line): a second label of \"\(source)\" on the same case",
          remedy: "keep one label per person and case")
      }
      cases[index].votes.append((source, value, reason))
    }
  }

  // MARK: The result

  /// The maximum number of people in a file: each person is compared with every other.
  private static let mostPeople = 500

  /// Compares the judge with the people.
  mutating func result(_ table: CaseTable, file: String) throws -> CheckResult {
    let collected = cases.filter { !$0.votes.isEmpty }
    guard !collected.isEmpty else {
      throw JudgeFailure(
        .invalid, "\(file): no row has a label in \(columns.people.joined(separator: ", "))",
        remedy: .supply(.humanColumn, "COLUMN"))
    }
    guard cases.contains(where: { $0.verdict != nil }) else {
      throw JudgeFailure(
        .invalid, "\(file): no row has a verdict in \(columns.judge)",
        remedy: .supply(.judgeColumn, "COLUMN"))
    }
    let people = Set(collected.flatMap { $0.votes.map(\.source) }).count
    guard people <= Self.mostPeople else {
      throw JudgeFailure(
        .invalid, "\(file): \(people) people have labels, and \(Self.mostPeople) is the most",
        remedy: .supply(.humanColumn, "COLUMN", to: "choose the columns to compare"))
    }
    let meaning = try sharedValues(collected, file: file)
    let labelled = collected.map { one in
      var one = one
      one.votes = one.votes.map { ($0.source, meaning($0.value), $0.reason) }
      return one
    }
    let given = Self.sorted(
      Set(labelled.flatMap { $0.votes.map(\.value) } + labelled.compactMap(\.verdict).map(meaning)))
    guard given.count <= Self.mostValues else {
      throw JudgeFailure(
        .invalid,
        "\(file): \(columns.judge) and \(columns.people.joined(separator: ", ")) have "
          + "\(given.count) different values; at most \(Self.mostValues) are compared",
        remedy: .anyOf([
          .supply(.judgeColumn, "COLUMN", to: "choose a column without free text"),
          .supply(.humanColumn, "COLUMN"),
          .supply(.labelMap, ">=0.5=pass,<0.5=fail", to: "turn numbers into labels"),
        ]))
    }
    let ordered = try order(given)
    let passing = try passing(given)
    let traces = labelled.enumerated().map { index, item in
      trace(item, index: index, verdict: item.verdict.map(meaning))
    }
    let report: CheckReport
    do {
      let set = try LabelledSet(
        traces, feedbackName: columns.judge, declared: given.map { .string($0) })
      report = try CheckReport(
        set, ordered: ordered.map { .string($0) }, pass: passing.map { .string($0) },
        bars: options.bars)
    } catch {
      throw JudgeFailure(.invalid, "\(file): \(error.description)")
    }
    if passing.isEmpty, ordered.isEmpty, given.count == 2 {
      notes.append(Notice("no passing value is known", remedy: .supply(.passing)))
    }
    if let kind = report.figures.fit.missingKind {
      notes.append(
        Notice(
          kind == "fail"
            ? "people do not fail any case, so there is no TNR: you cannot tell "
              + "whether the judge catches failures"
            : "people do not pass any case, so there is no TPR: you cannot tell "
              + "whether the judge passes good cases"))
    }
    if table.hasDecimalCommas { notes.append("numbers with a decimal comma were read as numbers") }
    if table.hasFallbackText { notes.append("text that is not UTF-8 was read as Windows-1252") }
    return CheckResult(
      file: file, judge: columns.judge, people: columns.people, report: report,
      cases: labelled.map { item in
        CheckResult.Case(
          line: item.line, key: item.key,
          texts: columns.texts.compactMap { column in
            item.row.cells[column].map { (column, $0.stringValue ?? $0.canonicalText) }
          })
      }, passing: passing.map { .string($0) }, unlabelled: cases.count - labelled.count,
      problems: table.problems, notes: notes, traces: traces)
  }

  private func trace(_ item: Case, index: Int, verdict: String?) -> Trace {
    func object(_ names: [String]) -> JSONValue {
      var object = JSONObject()
      for name in names { object[name] = item.row.cells[name] }
      return object.isEmpty ? .null : .object(object)
    }
    // In the order of the table: a set is sorted by trace id.
    let number = String(index)
    let id = String(repeating: "0", count: 9 - min(9, number.count)) + number
    let inputs = columns.inputs.isEmpty ? columns.texts : columns.inputs
    var trace = Trace(
      id: id, inputs: object(inputs),
      outputs: object(columns.texts.filter { !inputs.contains($0) }))
    trace.clientRequestID = item.key ?? "line-\(item.line)"
    if let group = options.group {
      trace.group = item.row.cells.first { Bytewise.equal($0.key, group) }
        .flatMap { CheckValues.text($0.value) }
    }
    if trace.group == nil, columns.texts.isEmpty { trace.group = item.key ?? id }
    trace.labels = item.votes.map { vote in
      let assessment = Assessment(
        traceID: id, name: columns.judge, source: .human(vote.source),
        content: .feedback(.string(vote.value)), rationale: vote.reason)
      return Label(
        id: "\(id)/\(vote.source)", record: ContentID(hashing: Array(vote.source.utf8)),
        assessment: assessment)
    }
    if let verdict {
      trace.verdicts = [
        Feedback(
          name: columns.judge, value: .string(verdict), rationale: item.reason,
          source: AssessmentSource(type: .llmJudge, id: columns.judge))
      ]
    }
    return trace
  }

  // MARK: Values

  /// Maps the judge's values to the values that people use.
  private mutating func sharedValues(
    _ labelled: [Case], file: String
  ) throws -> (String) -> String {
    let people = Self.sorted(Set(labelled.flatMap { $0.votes.map(\.value) }))
    let judge = Self.sorted(Set(cases.compactMap(\.verdict)))
    let all = Self.sorted(Set(people + judge))
    // Words with a plain meaning are matched anywhere, such as pass/fail with 1/0.
    if all.count > 2, all.allSatisfy({ CheckValues.isGood($0) != nil }),
      let good = Self.commonest(labelled.flatMap { $0.votes.map(\.value) }, isGood: true)
        ?? judge.first(where: { CheckValues.isGood($0) == true }),
      let bad = Self.commonest(labelled.flatMap { $0.votes.map(\.value) }, isGood: false)
        ?? judge.first(where: { CheckValues.isGood($0) == false })
    {
      notes.append(
        Notice(
          "words are matched by their meaning: \(all.joined(separator: ", ")) become \(good) and "
            + "\(bad)", remedy: .supply(.labelMap)))
      return { CheckValues.isGood($0) == true ? good : bad }
    }
    // If a judge only says "pass" and people only say "fail", they still use the same pair of
    // values.
    if !Set(people).isDisjoint(with: judge) || CheckValues.polarity(all) != nil { return { $0 } }
    func list(_ values: [String]) -> String {
      values.prefix(8).joined(separator: ", ") + (values.count > 8 ? ", …" : "")
    }
    throw JudgeFailure(
      .invalid, "\(file): the judge and the people have no value in common",
      remedy: .anyOf([
        .supply(
          .labelMap, "\(judge[0])=\(people[0])",
          to: "say which mean the same (the judge says \(list(judge)); people say "
            + "\(list(people)))"),
        .supply(.labelMap, ">=0.5=\(people[0])", to: "turn numbers into labels"),
      ]))
  }

  /// Returns the most frequent spelling of "good" or "bad".
  ///
  /// If several are equally frequent, the first one.
  private static func commonest(_ values: [String], isGood: Bool) -> String? {
    var counts: [String: Int] = [:]
    for value in values where CheckValues.isGood(value) == isGood { counts[value, default: 0] += 1 }
    return counts.max {
      ($0.value, $1.key) < ($1.value, $0.key)
    }?.key
  }

  /// Sorts numbers by size, other values by bytes.
  private static func sorted(_ values: Set<String>) -> [String] {
    values.sorted { left, right in
      if let a = Double(left), let b = Double(right), a != b { return a < b }
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
  }

  private mutating func order(_ given: [String]) throws -> [String] {
    guard options.ordered.isEmpty else {
      let named = options.ordered.map { values.spelling($0) }
      let missing = given.filter { !named.contains($0) }
      guard missing.isEmpty else {
        throw JudgeFailure(
          .usage, "the order does not name \(missing.joined(separator: ", "))",
          remedy: "name every value from low to high")
      }
      return named.filter { given.contains($0) }
    }
    // Numbers have their own order.
    return given.count > 2 && given.allSatisfy { Double($0) != nil } ? given : []
  }

  private mutating func passing(_ given: [String]) throws -> [String] {
    guard !options.passing.isEmpty else {
      guard let found = CheckValues.polarity(given) else { return [] }
      notes.append(
        Notice("\(found.good) is taken as the passing value", remedy: .supply(.passing)))
      return [found.good]
    }
    var result: [String] = []
    for text in options.passing {
      if text.hasPrefix(">") || text.hasPrefix("<") {
        let probe = try CheckValues(map: ["\(text)=\u{1}"])
        result += given.filter { value in
          var probe = probe
          return probe.value(.string(value)) == "\u{1}"
        }
        continue
      }
      let value = values.spelling(Blanks.trimmed(text))
      guard given.contains(value) else {
        throw JudgeFailure(
          .usage, "nobody gives the passing value \(text)",
          remedy: "the values are: \(given.prefix(20).joined(separator: ", "))")
      }
      result.append(value)
    }
    let unique = given.filter { result.contains($0) }
    guard !unique.isEmpty else {
      throw JudgeFailure(
        .usage,
        "no value is one of the passing values \(options.passing.joined(separator: ","))",
        remedy: "the values are: \(given.prefix(20).joined(separator: ", "))")
    }
    // All values may pass: a file with only one kind of case is valid.
    return unique
  }
}
