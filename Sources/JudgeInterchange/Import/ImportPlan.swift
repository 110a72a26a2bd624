package import JudgeJSON
package import JudgeRecords

/// Decides, document by document, what is new: a pure value over what the store holds.
package struct ImportPlan {
  /// What is known of a trace that a key stands for.
  package struct Known {
    let traceID: String
    /// SHA-256 of inputs and outputs.
    let content: ContentID

    /// Names a trace.
    ///
    /// - Parameters:
    ///   - traceID: its id.
    ///   - content: SHA-256 of inputs and outputs.
    package init(traceID: String, content: ContentID) {
      self.traceID = traceID
      self.content = content
    }
  }

  /// Something that is written unless its id is in the store already.
  private enum Pending {
    case label(Record)
    case verdict(ImportedItem.SourcedVerdict)
  }

  /// The result of one document.
  ///
  /// It is complete before anything is added.
  private struct Parts {
    var traceID: String
    var run: Record?
    var trace: Record?
    var spans: [Record] = []
    var labels: [(id: String, what: Pending)] = []
  }

  /// Questions that the store has labels of already, whatever their names.
  package var knownNames: Set<String> = []
  /// The people who are pinned.
  package var twins = SourceTwins([])
  private var byRequest: TextMap<Known>
  private var byTrace: TextMap<Known>
  private var seen = Set<String>()
  private var pending: [(id: String, what: Pending)] = []
  private var records: [Record] = []
  package private(set) var result = ImportResult()
  /// The values that people gave, by question; those beyond a hundred are not kept.
  package private(set) var given: [String: Set<JSONValue>] = [:]

  /// Starts from the traces that the store holds.
  ///
  /// - Parameters:
  ///   - byRequest: the traces of the experiment by `client_request_id`.
  ///   - byTrace: all traces by id.
  package init(byRequest: TextMap<Known>, byTrace: TextMap<Known>) {
    self.byRequest = byRequest
    self.byTrace = byTrace
  }

  /// Takes one document: all of it, or nothing if it throws or conflicts.
  package mutating func add(_ item: ImportedItem, file: String, line: Int) throws(ImportError) {
    var trace = item.trace
    let run = try item.run.map { (run) throws(ImportError) in try Self.record(run) }
    trace.run = run?.id
    let content = TraceFold.content(inputs: trace.inputs, outputs: trace.outputs)
    let known =
      trace.traceID.flatMap { byTrace[$0] } ?? trace.clientRequestID.flatMap { byRequest[$0] }
    // What is second-hand, such as a preview, says nothing against a trace that is there.
    if let known, item.holdsTrace, !item.isExcerpt, known.content != content {
      let key = trace.clientRequestID.map { "client_request_id \"\($0)\"" }
      result.conflicting.append(
        ImportResult.Problem(
          file: file, line: line,
          message: "other inputs or outputs under \(key ?? known.traceID), which is taken by "
            + "\(known.traceID); nothing of this line was imported"))
      return
    }
    var parts: Parts
    if let known {
      parts = Parts(traceID: known.traceID, run: run)
    } else if item.holdsTrace {
      let record = try Self.record(trace)
      parts = Parts(traceID: trace.id(in: record.id), run: run, trace: record)
    } else if let given = trace.traceID {
      // Labels and spans may come before their trace.
      parts = Parts(traceID: given, run: run)
    } else {
      throw ImportError(
        field: "client_request_id",
        "\"\(trace.clientRequestID ?? "")\" is not in this experiment, and the line has no "
          + "inputs and outputs to make a trace of")
    }
    for label in item.assessments where label.source.type == .human {
      guard case .feedback(let value) = label.content else { continue }
      if given[label.name]?.count ?? 0 < 100 { given[label.name, default: []].insert(value) }
    }
    try addSpans(item, to: &parts)
    try addLabels(item, to: &parts)
    take(parts, repaired: item.repaired)
    guard known != nil || item.holdsTrace else { return }
    let entry = known ?? Known(traceID: parts.traceID, content: content)
    byTrace[parts.traceID] = byTrace[parts.traceID] ?? entry
    if known == nil, let request = trace.clientRequestID { byRequest[request] = entry }
  }

  /// Finds the trace that a row of labels names.
  ///
  /// Labels can only be on traces.
  package func find(_ row: inout LabelRow) throws(ImportError) {
    if let id = row.item.trace.traceID {
      guard byTrace[id] == nil else { return }
      throw ImportError(field: "trace_id", "no trace has the id \(id)")
    }
    guard let key = row.item.trace.clientRequestID, byRequest[key] == nil else { return }
    guard let trace = row.trace else {
      throw ImportError(
        field: "client_request_id", "no trace of this experiment has the key \"\(key)\"")
    }
    guard byTrace[trace] != nil else {
      throw ImportError(
        field: "trace",
        "no trace has the id \"\(trace)\", and none of this experiment that client_request_id")
    }
    row.item.trace.traceID = trace
    row.item.trace.clientRequestID = nil
  }

  private mutating func take(_ parts: Parts, repaired: Int) {
    result.repaired += repaired
    if let trace = parts.trace, byTrace[parts.traceID] == nil {
      records.append(trace)
      result.traces += 1
    } else if byTrace[parts.traceID] != nil {
      result.alreadyPresent += 1
    }
    for record in [parts.run].compactMap(\.self) + parts.spans
    where seen.insert(record.id.hex).inserted {
      records.append(record)
    }
    for label in parts.labels where seen.insert(label.id).inserted { pending.append(label) }
  }

  /// The ids of all labels and verdicts of the import, to be looked up in the store.
  ///
  /// A label whose id the file gives stands with the hash of its record: MLflow changes labels in
  /// place, so the same id with other content is news.
  package var assessmentIDs: [String] { pending.map(\.id) }

  /// Ends the import: the records to write, batches of verdicts included.
  ///
  /// - Parameter known: those of `assessmentIDs` that are in the store.
  /// - Returns: the records that are new, those of traces and spans first.
  /// - Throws: `ImportError` if a batch cannot be a record; reading has checked that each can.
  package mutating func finish(known: Set<String>) throws(ImportError) -> [Record] {
    var batches = VerdictBatches()
    for (id, what) in pending where !known.contains(id) {
      result.assessments += 1
      switch what {
      case .label(let record): records.append(record)
      case .verdict(let sourced):
        batches.add(sourced.verdict, name: sourced.name, source: sourced.source)
      }
    }
    for batch in batches.batches() { records.append(try Self.record(batch)) }
    return records
  }

  /// Takes documents of a file.
  ///
  /// - Parameters:
  ///   - documents: the documents, as ``DocumentSplitter`` cuts them.
  ///   - file: the file's name, for problems.
  ///   - reader: reads a document.
  ///   - isStrict: whether the first document that cannot be taken as it is ends the import.
  ///   - refusal: the reason for refusing a document and what lets it in, or `nil`.
  /// - Throws: the problem that ends the import.
  package mutating func add(
    _ documents: [DocumentSplitter.Document], file: String, reader: LineReader, isStrict: Bool,
    refusal: (DocumentSplitter.Document) -> ImportError?
  ) throws(ImportResult.Problem) {
    for document in documents {
      try take(file: file, line: document.line, isStrict: isStrict) {
        (plan) throws(ImportError) in
        let item = try reader.read(document.checked())
        if let refused = refusal(document) { throw refused }
        try plan.add(item, file: file, line: document.line)
        return item.repaired
      }
    }
  }

  /// Takes one document or row, and notes the problem if it cannot be taken.
  ///
  /// - Parameters:
  ///   - file: its file.
  ///   - line: its line.
  ///   - isStrict: whether a problem, a repair or a conflict ends the import.
  ///   - add: adds it, and returns how many values had to be repaired.
  /// - Throws: the problem that ends the import.
  package mutating func take(
    file: String, line: Int, isStrict: Bool,
    _ add: (inout ImportPlan) throws(ImportError) -> Int
  ) throws(ImportResult.Problem) {
    let conflicts = result.conflicting.count
    do throws(ImportError) {
      let repaired = try add(&self)
      result.read += 1
      guard isStrict else { return }
      if repaired > 0 {
        throw ImportError("\(Count.of(repaired, "value")) would have to be repaired")
      }
      if result.conflicting.count > conflicts, let last = result.conflicting.last {
        throw ImportError(last.message)
      }
    } catch {
      let problem = ImportResult.Problem(
        file: file, line: line, message: error.description, remedy: error.remedy)
      guard !isStrict else { throw problem }
      result.read += 1
      result.rejected.append(problem)
    }
  }

  private func addSpans(
    _ item: ImportedItem, to parts: inout Parts
  ) throws(ImportError) {
    for batch in item.spanBatches(of: parts.traceID) {
      parts.spans.append(try Self.record(batch))
    }
  }

  private func addLabels(
    _ item: ImportedItem, to parts: inout Parts
  ) throws(ImportError) {
    for var assessment in item.assessments {
      try check(assessment.name)
      try check(assessment.source)
      assessment.traceID = parts.traceID
      let record = try Self.record(assessment)
      let isGiven = assessment.assessmentID != nil
      parts.labels.append(
        (isGiven ? record.id.hex : assessment.id(in: record.id), .label(record)))
    }
    for var sourced in item.verdicts {
      try check(sourced.name)
      try check(sourced.source)
      sourced.verdict.traceID = parts.traceID
      let batch = VerdictBatch(name: sourced.name, source: sourced.source, verdicts: [])
      parts.labels.append((batch.id(of: sourced.verdict), .verdict(sourced)))
    }
  }

  /// Refuses a source that a reader takes for somebody who is pinned.
  private func check(_ source: AssessmentSource) throws(ImportError) {
    guard let twin = twins.twin(of: source.id) else { return }
    throw ImportError(field: "source_id", SourceTwins.message(source.id, twin))
  }

  /// Refuses a question's name that the rule refuses, unless the store has it.
  private func check(_ name: String) throws(ImportError) {
    guard let complaint = RecordName.complaint(name, as: .question),
      !knownNames.contains(where: { $0.utf8.elementsEqual(name.utf8) })
    else { return }
    throw ImportError(field: "name", "the name of a question \(complaint)")
  }

  /// A record with its bytes alone: hundreds of thousands of them wait until the file is read.
  private static func record(_ value: some RecordValue) throws(ImportError) -> Record {
    do { return try value.record().toWrite } catch {
      throw ImportError(field: error.field, error.message)
    }
  }
}
