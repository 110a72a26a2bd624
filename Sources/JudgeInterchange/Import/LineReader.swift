public import JudgeJSON
public import JudgeRecords

/// Reads one document of an import: a line of git-judge's JSONL form, or an MLflow trace.
public struct LineReader: Sendable {
  /// The experiment that the traces will belong to.
  public let experiment: ContentID

  /// Creates a reader for an experiment.
  public init(experiment: ContentID) { self.experiment = experiment }

  /// What a document holds.
  package enum Document {
    /// A line of git-judge's own form, or an MLflow trace.
    case own(ImportedItem)
    /// A document of another tool, with the traces that are complete.
    case foreign([ForeignTrace])
  }

  /// Reads one document, which may be in another tool's format.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - file: the file's name.
  ///   - foreign: reads the formats of other tools, and keeps parts of traces.
  ///   - refusal: the reason for refusing a document of another tool, or `nil`.
  /// - Returns: the content of the document.
  /// - Throws: `ImportError` with the field or the column.
  package func read(
    _ document: DocumentSplitter.Document, file: String, _ foreign: inout ForeignReader,
    refusal: (DocumentSplitter.Document) -> ImportError?
  ) throws(ImportError) -> Document {
    let bytes = try document.checked()
    var tally = RepairTally()
    let value = try parse(bytes, &tally)
    if let object = value.objectValue, ForeignReader.recognizes(object) {
      if let refused = refusal(document) { throw refused }
      return .foreign(try foreign.read(object, file: file, line: document.line))
    }
    return .own(
      try read(value, &tally, isHarmless: bytes.count <= ImportedItem.harmlessSize))
  }

  /// Reads a trace of another tool.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: the content of the trace.
  /// - Throws: `ImportError` with the field.
  package func read(_ trace: ForeignTrace) throws(ImportError) -> ImportedItem {
    do throws(ImportError) {
      var item = try read(.object(trace.plain))
      item.isExcerpt = item.isExcerpt || trace.isExcerpt
      return item
    } catch {
      guard !trace.place.isEmpty else { throw error }
      throw ImportError(
        field: trace.place + (error.field.isEmpty ? "" : ".\(error.field)"), error.message,
        remedy: error.remedy)
    }
  }

  /// Reads one document.
  ///
  /// - Parameter bytes: the bytes of one JSON object.
  /// - Returns: the content of the document.
  /// - Throws: `ImportError` with the field or the column.
  public func read(_ bytes: [UInt8]) throws(ImportError) -> ImportedItem {
    var tally = RepairTally()
    let value = try parse(bytes, &tally)
    return try read(value, &tally, isHarmless: bytes.count <= ImportedItem.harmlessSize)
  }

  private func parse(
    _ bytes: [UInt8], _ tally: inout RepairTally
  ) throws(ImportError) -> JSONValue {
    guard !bytes.isEmpty else {
      throw ImportError("the file ends inside its list: is it cut off?")
    }
    do {
      let (value, repairs) = try JSONValue.parseRepairing(bytes)
      tally.add(repairs, in: bytes)
      return value
    } catch {
      let place = error.line > 1 ? "line \(error.line) of the document, column" : "column"
      throw ImportError("\(place) \(error.column): \(error.message); \(error.hint)")
    }
  }

  /// Reads one parsed document.
  ///
  /// - Parameters:
  ///   - value: the document.
  ///   - repaired: the number of values that the parser repaired.
  /// - Returns: the content of the document.
  /// - Throws: `ImportError` with the field.
  public func read(_ value: JSONValue, repaired: Int = 0) throws(ImportError) -> ImportedItem {
    var tally = RepairTally()
    tally.repaired = repaired
    return try read(value, &tally, isHarmless: false)
  }

  private func read(
    _ value: JSONValue, _ tally: inout RepairTally, isHarmless: Bool
  ) throws(ImportError) -> ImportedItem {
    guard let object = value.objectValue else {
      throw ImportError("must be a JSON object, one trace")
    }
    guard !LabelBundle.recognizes(object) else {
      throw ImportError(
        "is a file of labels from a labeling page, not of traces: import it as labels")
    }
    var item = ImportedItem(experiment: experiment)
    if let trace = try MLflowTrace(object, tally: &tally) {
      try trace.fill(&item, tally: &tally)
    } else {
      try PlainLine(object).fill(&item, tally: &tally)
    }
    if !item.holdsTrace, item.trace.traceID == nil, item.trace.clientRequestID == nil {
      let names = object.keys.prefix(12).joined(separator: ", ")
      throw ImportError(
        "has neither inputs nor outputs, and neither trace_id nor client_request_id to say "
          + "which trace it is about"
          + (names.isEmpty ? "" : "; it has: \(names)" + (object.count > 12 ? ", …" : "")))
    }
    item.repaired = tally.total
    item.times = tally.times
    if !isHarmless { try item.checkLimits() }
    return item
  }
}
