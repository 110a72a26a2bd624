package import JudgeJSON
package import JudgeRecords

/// Decides for each document which records are new, as a pure value over the store's content.
package struct ImportPlan {
  /// The known facts about a trace that a key stands for.
  package struct Known {
    let traceID: String
    /// SHA-256 of inputs and outputs.
    let content: ContentID

    /// Creates the facts about a trace.
    ///
    /// - Parameters:
    ///   - traceID: its id.
    ///   - content: SHA-256 of inputs and outputs.
    package init(traceID: String, content: ContentID) {
      self.traceID = traceID
      self.content = content
    }
  }

  /// The result of one document.
  ///
  /// It is complete before anything is added.
  private struct Parts {
    var traceID: String
    var run: Record?
    var trace: Record?
    var spans: [Record] = []
    var labels: [PendingLabel] = []
    var rows: [LabelOrder.Key: LabelOrder.Row] = [:]
  }

  /// The names of questions that have labels in the store, whether or not the names are valid.
  package var knownNames: Set<String> = []
  /// The pinned people.
  package var twins = SourceTwins([])
  private var byRequest: TextMap<Known>
  private var byTrace: TextMap<Known>
  private var seen = Set<String>()
  private var pending: [PendingLabel] = []
  private var order = LabelOrder()
  private var times: [TimeReading.Form: Int] = [:]
  private var listed = Set<String>()
  private var records: [Record] = []
  private var bare = BareTraces()
  package internal(set) var result = ImportResult()
  /// The values that people gave, by question; at most a hundred per question.
  package private(set) var given: [String: Set<JSONValue>] = [:]
  /// The questions of feedback by people and programs.
  package private(set) var questions: Set<String> = []
  /// The source ids of people who gave feedback.
  package private(set) var people: Set<String> = []
  /// The ids of the labels that replace older ones of the store, known when the import has ended.
  package private(set) var correcting: [String] = []

  /// Creates a plan from the traces of the store.
  ///
  /// - Parameters:
  ///   - byRequest: the traces of the experiment by `client_request_id`.
  ///   - byTrace: all traces by id.
  package init(byRequest: TextMap<Known>, byTrace: TextMap<Known>) {
    self.byRequest = byRequest
    self.byTrace = byTrace
  }

  /// Notes about times in several units, and times without a time zone.
  package var timeNotes: [String] {
    TimeReading.Form.allCases.compactMap { form in times[form].map(form.note) }
  }

  /// Begins a file.
  ///
  /// Of two rows of one file without times, the later one counts.
  package mutating func beginFile() { order.beginFile() }

  /// Adds one document as a whole, or nothing if it throws or conflicts.
  package mutating func add(_ item: ImportedItem, file: String, line: Int) throws(ImportError) {
    var trace = item.trace
    let run = try item.run.map { (run) throws(ImportError) in try Self.record(run) }
    trace.run = run?.id
    let content = TraceFold.content(inputs: trace.inputs, outputs: trace.outputs)
    let earlierID = try Self.earlierID(of: trace, item)
    let known =
      (trace.traceID ?? earlierID).flatMap { byTrace[$0] }
      ?? trace.clientRequestID.flatMap { byRequest[$0] }
    // Excerpts, such as a preview, do not contradict an existing trace.
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
    for label in item.assessments {
      guard case .feedback(let value) = label.content else { continue }
      questions.insert(label.name)
      guard label.source.type == .human else { continue }
      people.insert(label.source.id)
      if given[label.name]?.count ?? 0 < 100 { given[label.name, default: []].insert(value) }
    }
    try addSpans(item, to: &parts)
    try addLabels(item, to: &parts)
    if trace.inputs != nil || trace.outputs != nil {
      bare.remove(parts.traceID)
    } else if known == nil, !item.spans.isEmpty {
      bare.add(parts.traceID, spans: item.spans)
    }
    take(parts, repaired: item.repaired)
    result.withoutValue += item.withoutValue
    times.merge(item.times) { $0 + $1 }
    if item.holdsTrace, listed.insert(parts.traceID).inserted {
      result.traceIDs.append(parts.traceID)
    }
    guard known != nil || item.holdsTrace else { return }
    let entry = known ?? Known(traceID: parts.traceID, content: content)
    byTrace[parts.traceID] = byTrace[parts.traceID] ?? entry
    if known == nil, let request = trace.clientRequestID { byRequest[request] = entry }
  }

  /// Returns the id of a trace without a key as earlier versions made it.
  ///
  /// They read every number as milliseconds, and the id of such a trace depends on its time.
  private static func earlierID(
    of trace: TraceRecord, _ item: ImportedItem
  ) throws(ImportError) -> String? {
    guard item.holdsTrace, item.times[.seconds] != nil, trace.traceID == nil,
      trace.clientRequestID == nil, let time = trace.requestTime
    else { return nil }
    var earlier = trace
    earlier.requestTime = Timestamp(milliseconds: time.milliseconds / 1000)
    return earlier.id(in: try record(earlier).id)
  }

  /// Returns whether the store has a trace.
  package func holds(_ traceID: String) -> Bool { byTrace[traceID] != nil }

  /// Adds a problem of an entry that is not a document.
  package mutating func reject(_ problem: ImportResult.Problem) { result.rejected.append(problem) }

  /// Finds the trace of a row of labels.
  ///
  /// Labels can only be on existing traces.
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
    order.keep(parts.rows)
  }

  /// The ids of all labels and verdicts of the import, for a look-up in the store.
  ///
  /// A label with an id in the file is listed with the hash of its record: MLflow changes labels in
  /// place, so the same id with other content is new.
  package var assessmentIDs: [String] { pending.flatMap { [$0.id] + $0.olderIDs } }

  /// The traces and sources of the labels that are new, to look for older labels of the same people.
  ///
  /// - Parameter known: those of `assessmentIDs` that are in the store.
  /// - Returns: trace ids and sources.
  package func newLabels(
    known: Set<String>
  ) -> (traces: Set<String>, sources: Set<AssessmentSource>) {
    var traces = Set<String>()
    var sources = Set<AssessmentSource>()
    for next in pending where !isKnown(next, known) {
      guard case .label = next.what else { continue }
      traces.insert(next.traceID)
      sources.insert(next.source)
    }
    return (traces, sources)
  }

  private func isKnown(_ next: PendingLabel, _ known: Set<String>) -> Bool {
    known.contains(next.id) || next.olderIDs.contains(where: known.contains)
  }

  /// Ends the import and returns the records to write, including batches of verdicts.
  ///
  /// - Parameters:
  ///   - known: those of `assessmentIDs` that are in the store.
  ///   - earlier: the labels of the store on the traces of ``newLabels(known:)``.
  /// - Returns: the new records, with traces and spans first.
  /// - Throws: `ImportError` if a batch cannot be a record, which reading has ruled out.
  package mutating func finish(
    known: Set<String>, earlier: EarlierLabels = EarlierLabels()
  ) throws(ImportError) -> [Record] {
    var batches = VerdictBatches()
    var corrections = LabelCorrections(earlier)
    var written = Set<String>()
    // Labels of several files can correct each other.
    let isOneFile = order.file <= 1
    for next in pending where !isKnown(next, known) {
      switch next.what {
      case .label(let record):
        if !earlier.hidden.contains(record.id), !isOneFile || corrections.concerns(next.traceID) {
          let assessment = try Self.assessment(record)
          // If the row before it is new, the row is a later statement, even if it repeats one.
          let isLater = next.predecessor.map(written.contains) ?? false
          if !isLater, corrections.isPresent(assessment) { continue }
          let id = assessment.id(in: record.id)
          corrections.add(assessment, id: id, file: next.file)
          written.insert(id)
        }
        if next.predecessor != nil { result.replaced += 1 }
        records.append(record)
      case .verdict(let sourced):
        batches.add(sourced.verdict, name: sourced.name, source: sourced.source)
      }
      result.assessments += 1
    }
    for batch in batches.batches() { records.append(try Self.record(batch)) }
    let (changes, ids) = corrections.changes()
    for change in changes { records.append(try Self.record(change)) }
    correcting = ids
    result.corrections = ids.count
    result.withoutContent = bare.count
    result.warnings += [bare.warning].compactMap(\.self)
    return records
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
      try addLabel(assessment, to: &parts)
    }
    for var sourced in item.verdicts {
      try check(sourced.name)
      try check(sourced.source)
      sourced.verdict.traceID = parts.traceID
      let batch = VerdictBatch(name: sourced.name, source: sourced.source, verdicts: [])
      let older = sourced.writtenSource.map {
        VerdictBatch(name: sourced.name, source: $0, verdicts: []).id(of: sourced.verdict)
      }
      parts.labels.append(
        PendingLabel(
          id: batch.id(of: sourced.verdict), olderIDs: older.map { [$0] } ?? [],
          traceID: parts.traceID, source: sourced.source, file: order.file,
          what: .verdict(sourced)))
    }
  }

  private func addLabel(
    _ assessment: Assessment, to parts: inout Parts
  ) throws(ImportError) {
    var assessment = assessment
    var record = try Self.record(assessment)
    let key = LabelOrder.Key(assessment)
    let plain = record.id
    let before = order.predecessor(of: assessment, key, staged: parts.rows)
    // A row that says the same again adds nothing.
    if let before, before.plain == plain { return }
    if let before {
      assessment.overrides = before.id
      record = try Self.record(assessment)
    }
    let id = assessment.id(in: record.id)
    if assessment.valid != false {
      parts.rows[key] = LabelOrder.Row(
        id: id, plain: plain, time: assessment.statedTime,
        isEntered: assessment.enteredBy != nil, file: order.file)
    }
    let isGiven = assessment.assessmentID != nil
    parts.labels.append(
      PendingLabel(
        id: isGiven ? record.id.hex : id,
        traceID: parts.traceID, source: assessment.source, file: order.file,
        predecessor: before?.id, what: .label(record)))
  }

  private static func assessment(_ record: Record) throws(ImportError) -> Assessment {
    do {
      return try Assessment(record: Record(reading: record.bytes, named: record.id, trusted: true))
    } catch {
      throw ImportError(field: error.field, error.message)
    }
  }

  /// Refuses a source with characters that a reader does not see, or that a reader would mistake
  /// for a pinned person.
  private func check(_ source: AssessmentSource) throws(ImportError) {
    if let complaint = RecordName.complaint(source.id, as: .source) {
      throw ImportError(
        field: "source_id", "\"\(OneLine.escaped(source.id).prefix(80))\" \(complaint)")
    }
    guard let twin = twins.twin(of: source.id) else { return }
    throw ImportError(field: "source_id", SourceTwins.message(source.id, twin))
  }

  /// Refuses an invalid question name, unless the store has it.
  private func check(_ name: String) throws(ImportError) {
    guard let complaint = RecordName.complaint(name, as: .question),
      !knownNames.contains(where: { $0.utf8.elementsEqual(name.utf8) })
    else { return }
    throw ImportError(field: "name", "the name of a question \(complaint)")
  }

  /// Creates a record with its bytes only.
  ///
  /// Hundreds of thousands of these records wait until the file is read.
  private static func record(_ value: some RecordValue) throws(ImportError) -> Record {
    do { return try value.record().toWrite } catch {
      throw ImportError(field: error.field, error.message)
    }
  }
}
