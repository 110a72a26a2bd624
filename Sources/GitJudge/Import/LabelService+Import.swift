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
  ///   - paths: the files. `.csv` and `.tsv` files are read as tables, all others as JSON lines.
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
    for path in paths {
      let rows = try Self.labelRows(path)
      for row in WorkProgress.counted(rows, "Reading labels") {
        do throws(ImportResult.Problem) {
          try plan.take(file: path, line: row.line, isStrict: options.strict) {
            (plan) throws(ImportError) in
            let (object, repaired) = try row.read()
            var label = try LabelRow(
              object, defaults: defaults, reader: reader, repaired: repaired)
            try plan.find(&label)
            label.item.assessments = try label.item.assessments.map {
              (assessment) throws(ImportError) in try Self.typed(assessment, by: judges)
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
    return try await finishLabels(&plan, paths, experiment.name, options)
  }

  private func finishLabels(
    _ plan: inout ImportPlan, _ paths: [String], _ experiment: String,
    _ options: TraceService.ImportOptions
  ) async throws -> ImportResult {
    let known = try await repository.traces.knownLabels(plan.assessmentIDs)
    let records: [Record]
    do { records = try plan.finish(known: known) } catch {
      throw JudgeFailure(.invalid, error.description)
    }
    var result = plan.result
    result.alreadyPresent = result.read - result.rejected.count - result.assessments
    guard !options.dryRun, !records.isEmpty else { return result }
    let names = paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let done = try await repository.append(
      records,
      message: "Import labels from \(names.joined(separator: ", ")) into \(experiment)\n\n"
        + "\(Count.of(result.assessments, "label"))")
    result.commit = done.commit
    return result
  }

  /// A row that is still to be read.
  private struct PendingRow {
    let line: Int
    let read: () throws(ImportError) -> (JSONObject, repaired: Int)
  }

  private static func labelRows(_ path: String) throws -> [PendingRow] {
    if TableFile.isTable(path) { return try csvRows(path) }
    var splitter = DocumentSplitter()
    var rows: [PendingRow] = []
    func take(_ documents: [DocumentSplitter.Document]) {
      for document in documents {
        rows.append(
          PendingRow(line: document.line) { () throws(ImportError) in
            try object(document.checked())
          })
      }
    }
    try LocalFile.readPieces(path) { piece in
      take(splitter.feed(piece))
      return !splitter.isEnded
    }
    take(splitter.finish())
    return rows
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

  private static func csvRows(_ path: String) throws -> [PendingRow] {
    var reader = CSVReader(dialect: TableFile.dialect(path))
    var table: [CSVReader.Row] = []
    var heading: [String] = []
    var failure: ImportError?
    try LocalFile.readPieces(path) { piece in
      do throws(ImportError) { table += try reader.feed(piece) } catch { failure = error }
      return failure == nil
    }
    do throws(ImportError) {
      if let failure { throw failure }
      table += try reader.finish()
      if let first = table.first { heading = try RowColumns.heading(first) }
    } catch {
      return [PendingRow(line: 1) { () throws(ImportError) in throw error }]
    }
    return table.dropFirst().map { row in
      PendingRow(line: row.line) { () throws(ImportError) in
        if let problem = row.problem { throw ImportError(problem) }
        return (try RowColumns.row(heading: heading, fields: row.fields), 0)
      }
    }
  }

  /// Returns a person's feedback with its value in the type that the question's judge declares.
  private static func typed(
    _ assessment: Assessment, by judges: [JudgeBody]
  ) throws(ImportError) -> Assessment {
    guard assessment.source.type == .human, case .feedback(let value) = assessment.content,
      let judge = judges.first(where: {
        $0.feedbackName.utf8.elementsEqual(assessment.name.utf8)
      }), !judge.admits(value)
    else { return assessment }
    guard let text = value.stringValue else {
      let values = judge.values.map(\.canonicalText).joined(separator: ", ")
      throw ImportError(
        field: "value",
        "\(value.canonicalText) is not a value of \(judge.name)"
          + (values.isEmpty ? "" : "; it has: \(values)"))
    }
    var typed = assessment
    do throws(RecordError) {
      typed.content = .feedback(try judge.value(matching: text))
    } catch {
      throw ImportError(field: "value", error.message)
    }
    return typed
  }
}
