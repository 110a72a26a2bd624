import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeWork

extension LabelService {
  /// Imports labels and expectations on traces of this store, from CSV or JSON lines.
  ///
  /// A record holds only the content of its row, with the value in the type that the judge of its
  /// question declares. Importing a file twice adds nothing.
  ///
  /// - Parameters:
  ///   - paths: the files. `.csv` and `.tsv` files are read as tables, `.jsonl` files as JSON lines; the first
  ///     character decides about others.
  ///   - defaults: values for columns that a row does not have.
  ///   - options: the options of the import.
  /// - Returns: the counts, and each row that was not imported; `alreadyPresent` counts labels.
  /// - Throws: `JudgeFailure` for a file that cannot be read; with `strict` for the first bad row.
  public func importLabels(
    _ paths: [String], defaults: LabelRow.Defaults = LabelRow.Defaults(),
    options: TraceService.ImportOptions = TraceService.ImportOptions()
  ) async throws -> ImportResult {
    let experiment = try await repository.experiments.current()
    var plan = try await repository.traces.importPlan(experiment.id)
    let reader = LineReader(experiment: experiment.id)
    let judges = try await repository.judges.all().map(\.body)
    var notes: [String] = []
    var marks: [BundleMark] = []
    for path in paths {
      plan.beginFile()
      let file = try Self.labelRows(path)
      notes += file.notes
      marks += file.marks
      let rows = file.rows
      for row in WorkProgress.counted(rows, "Reading labels") {
        do throws(ImportResult.Problem) {
          try plan.take(file: path, line: row.line, isStrict: options.strict) {
            (plan) throws(ImportError) in
            var (label, repaired) = try row.label(defaults, reader)
            try plan.find(&label)
            label.item.assessments = try label.item.assessments.map {
              (assessment) throws(ImportError) in
              try Self.typed(assessment, by: judges, table: row.separator)
            }
            try plan.add(label.item, file: path, line: row.line)
            return repaired
          }
        } catch {
          throw JudgeFailure(
            .invalid, "\(path):\(row.line): \(error.message)",
            remedy: .omit(.strict, to: "import the others (nothing was imported)"))
        }
      }
    }
    let rejected = plan.result.rejected.count
    let changes = try await changes(of: marks, &plan, isStrict: options.strict)
    var result = try await finishLabels(&plan, paths, experiment.name, options, notes, changes)
    result.alreadyPresent = result.read - rejected - result.assessments
    return result
  }

  private func finishLabels(
    _ plan: inout ImportPlan, _ paths: [String], _ experiment: String,
    _ options: TraceService.ImportOptions, _ notes: [String], _ changes: [Record]
  ) async throws -> ImportResult {
    let labels = try await repository.traces.finish(&plan)
    let records = labels + changes
    var result = plan.result
    result.marks = changes.count
    result.warnings =
      try await unasked(plan.questions) + plan.timeNotes
      + repository.traces.spellings(plan) + notes + staleNotes(labels)
    guard !options.dryRun, !records.isEmpty else { return result }
    let names = paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let done = try await repository.append(
      records,
      message: "Import labels from \(names.joined(separator: ", ")) into \(experiment)\n\n"
        + "\(Count.of(result.assessments, "label"))")
    result.commit = done.commit
    try await repository.traces.countCorrections(plan, &result)
    return result
  }

  /// Returns a warning for each question that no judge asks, if there are judges.
  ///
  /// - Parameter questions: names of feedback.
  /// - Returns: the warnings; at most ten.
  /// - Throws: `JudgeFailure`.
  public func unasked(_ questions: Set<String>) async throws -> [String] {
    let asked = Set(try await repository.judges.all().map(\.body.feedbackName)).sorted()
    guard !asked.isEmpty else { return [] }
    return questions.subtracting(asked).sorted().prefix(10).map { name in
      let near =
        asked.first { $0.lowercased() == name.lowercased() }
        ?? Misspelling.nearest(to: name, among: asked)
      return "no judge asks \"\(name)\"; "
        + (near.map { "did you mean \"\($0)\"?" } ?? "there are: \(asked.joined(separator: ", "))")
    }
  }

  /// A row that is still to be read.
  private struct PendingRow {
    let line: Int
    /// The separator of the row's table, whose values are texts; `nil` for JSON.
    let separator: UInt8?
    /// Reads the row, with the values for columns that it does not have.
    let label: (LabelRow.Defaults, LineReader) throws(ImportError) -> (LabelRow, repaired: Int)

    /// A row with columns.
    init(
      line: Int, separator: UInt8? = nil,
      read: @escaping () throws(ImportError) -> (JSONObject, repaired: Int)
    ) {
      self.line = line
      self.separator = separator
      label = { (defaults, reader) throws(ImportError) in
        let (object, repaired) = try read()
        let row = try LabelRow(object, defaults: defaults, reader: reader, repaired: repaired)
        return (row, repaired)
      }
    }

    /// A label of a bundle.
    init(line: Int, _ entry: LabelBundle.Entry<Assessment>) {
      self.line = line
      separator = nil
      label = { (_, reader) throws(ImportError) in
        (LabelRow(try entry.read(), experiment: reader.experiment), 0)
      }
    }
  }

  /// The rows of a file, what was unusual about it, and the skips and flags of a bundle.
  private struct LabelFile {
    var rows: [PendingRow] = []
    var notes: [String] = []
    var marks: [BundleMark] = []
  }

  /// Reads the rows of a file, a table or JSON lines.
  ///
  /// - Returns: the rows, and what was unusual about the file.
  private static func labelRows(_ path: String) throws -> LabelFile {
    var table: LabelTable?
    var splitter = DocumentSplitter()
    var rows: [PendingRow] = []
    var marks: [BundleMark] = []
    var foreign = ForeignReader()
    var lastForeign: Int?
    func take(_ documents: [DocumentSplitter.Document]) {
      for document in documents {
        if let bundle = bundle(document) {
          do throws(ImportError) {
            let bundle = try bundle.get()
            rows += bundle.labels.map { PendingRow(line: document.line, $0) }
            marks += bundle.marks.map {
              BundleMark(file: path, line: document.line, reviewer: bundle.reviewer, entry: $0)
            }
          } catch {
            rows.append(PendingRow(line: document.line) { () throws(ImportError) in throw error })
          }
          continue
        }
        if let found = foreignRows(document, path, &foreign) {
          rows += found
          lastForeign = document.line
          continue
        }
        rows.append(
          PendingRow(line: document.line) { () throws(ImportError) in
            try object(document.checked())
          })
      }
    }
    var isFirst = true
    try LocalFile.readPieces(path) { piece in
      if isFirst, TableFile.isTable(path, beginning: piece) { table = LabelTable(path) }
      isFirst = false
      if let isOpen = table?.feed(piece) { return isOpen }
      take(splitter.feed(piece))
      return !splitter.isEnded
    }
    guard var table else {
      take(splitter.finish())
      let (traces, problems) = foreign.finish()
      rows += traces.flatMap { pending($0, line: $0.origin?.line ?? 1) }
      if rows.isEmpty, let line = problems.first?.line ?? lastForeign {
        let message = problems.first?.message ?? "the export has no labels"
        rows.append(PendingRow(line: line) { () throws(ImportError) in throw ImportError(message) })
      }
      return LabelFile(rows: rows, notes: foreign.warnings, marks: marks)
    }
    return LabelFile(rows: try table.rows(), notes: table.notes.map { "\(path): \($0)" })
  }

  /// Reads a document as a bundle of labels; `nil` for other documents.
  private static func bundle(
    _ document: DocumentSplitter.Document
  ) -> Result<LabelBundle, ImportError>? {
    guard let bytes = try? document.checked(), let (fields, _) = try? object(bytes),
      LabelBundle.recognizes(fields)
    else { return nil }
    do throws(ImportError) { return .success(try LabelBundle(fields)) } catch {
      return .failure(error)
    }
  }

  /// Reads the labels of a document of another tool; `nil` for other documents.
  private static func foreignRows(
    _ document: DocumentSplitter.Document, _ path: String, _ foreign: inout ForeignReader
  ) -> [PendingRow]? {
    guard let bytes = try? document.checked(), let (fields, _) = try? object(bytes),
      ForeignReader.recognizes(fields)
    else { return nil }
    do throws(ImportError) {
      let traces = try foreign.read(fields, file: path, line: document.line)
      return traces.flatMap { pending($0, line: document.line) }
    } catch {
      return [PendingRow(line: document.line) { () throws(ImportError) in throw error }]
    }
  }

  private static func pending(_ trace: ForeignTrace, line: Int) -> [PendingRow] {
    trace.labelRows.map { row in
      PendingRow(line: line) { () throws(ImportError) in (row, 0) }
    }
  }

  private static func object(
    _ bytes: [UInt8]
  ) throws(ImportError) -> (JSONObject, repaired: Int) {
    let value: JSONValue
    let repairs: JSONRepairs
    do { (value, repairs) = try JSONValue.parseRepairing(bytes) } catch {
      throw ImportError("column \(error.column): \(error.message); \(error.hint)")
    }
    guard let object = value.objectValue else {
      throw ImportError("must be a JSON object, one label")
    }
    return (object, repairs.count)
  }

  /// A table of labels that is being read.
  private struct LabelTable {
    private var reader: CSVReader
    private var table: [CSVReader.Row] = []
    private var failure: ImportError?

    init(_ path: String) { reader = CSVReader(dialect: TableFile.dialect(path)) }

    /// What was unusual about the text.
    var notes: [String] {
      reader.hasFallbackText ? ["text that is not UTF-8 was read as Windows-1252"] : []
    }

    /// Takes some bytes, and returns whether reading goes on.
    mutating func feed(_ piece: [UInt8]) -> Bool {
      do throws(ImportError) { table += try reader.feed(piece) } catch { failure = error }
      return failure == nil
    }

    mutating func rows() throws -> [PendingRow] {
      let heading: [String]
      do throws(ImportError) {
        if let failure { throw failure }
        table += try reader.finish()
        heading = try table.first.map(RowColumns.heading) ?? []
      } catch {
        return [PendingRow(line: 1) { () throws(ImportError) in throw error }]
      }
      let separator = reader.dialect?.separator
      return table.dropFirst().map { row in
        PendingRow(line: row.line, separator: separator) { () throws(ImportError) in
          if let problem = row.problem { throw ImportError(problem) }
          let cells = try RowColumns.row(
            heading: heading, fields: row.fields, structures: RowColumns.labelStructures)
          return (cells, 0)
        }
      }
    }
  }

  /// Returns a label with its value in the type that the question's judge declares.
  ///
  /// - Parameters:
  ///   - assessment: the label as its row has it.
  ///   - judges: the judges of the store.
  ///   - separator: the separator of the table if the value is a cell, otherwise `nil`. Without a
  ///     judge that says otherwise, a cell with a JSON object or list is that value.
  /// - Returns: the label.
  /// - Throws: `ImportError` for a person's value that the judge does not take.
  private static func typed(
    _ assessment: Assessment, by judges: [JudgeBody], table separator: UInt8?
  ) throws(ImportError) -> Assessment {
    let isCell = separator != nil
    var typed = assessment
    let judge = judges.first { $0.feedbackName.utf8.elementsEqual(assessment.name.utf8) }
    guard case .feedback(let value) = assessment.content else {
      if isCell, case .expectation(.string(let cell)) = assessment.content {
        typed.content = .expectation(RowColumns.value(cell))
      }
      return typed
    }
    if isCell, isMissing(value), judge?.values.contains(value) != true {
      throw ImportError(
        field: "value", "is \(value.stringValue ?? ""), a missing value: a row needs a value")
    }
    guard assessment.source.type == .human, let judge else {
      if isCell, let cell = value.stringValue { typed.content = .feedback(RowColumns.value(cell)) }
      return typed
    }
    guard !judge.admits(value) || isCell && judge.valueSchema != nil else { return typed }
    guard let text = value.stringValue else {
      throw ImportError(
        field: "value",
        "\(value.canonicalText) is not a value of \(judge.name); it takes \(judge.wantedValues)")
    }
    do throws(RecordError) {
      typed.content = .feedback(try judge.value(matching: text))
    } catch {
      // A table with semicolons writes 3,5 for 3.5.
      guard separator == UInt8(ascii: ";"),
        let value = try? judge.value(matching: text.replacing(",", with: "."))
      else { throw ImportError(field: "value", error.message) }
      typed.content = .feedback(value)
    }
    return typed
  }

  /// Returns whether a cell is a missing value, as data frames and spreadsheets write it.
  private static func isMissing(_ value: JSONValue) -> Bool {
    ["NaN", "nan", "null", "NULL", "<NA>", "#N/A"].contains(value.stringValue ?? "")
  }
}
