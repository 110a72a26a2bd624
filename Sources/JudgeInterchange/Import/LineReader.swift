public import JudgeJSON
public import JudgeRecords

/// Reads one document of an import: a line of git-judge's JSONL form, or an MLflow trace.
public struct LineReader: Sendable {
  /// The experiment that the traces will belong to.
  public let experiment: ContentID

  /// Creates a reader for an experiment.
  public init(experiment: ContentID) { self.experiment = experiment }

  /// Reads one document.
  ///
  /// - Parameter bytes: the bytes of one JSON object.
  /// - Returns: the content of the document.
  /// - Throws: `ImportError` with the field or the column.
  public func read(_ bytes: [UInt8]) throws(ImportError) -> ImportedItem {
    guard !bytes.isEmpty else {
      throw ImportError("the file ends inside its list: is it cut off?")
    }
    let value: JSONValue
    var tally = RepairTally()
    do {
      let repairs: JSONRepairs
      (value, repairs) = try JSONValue.parseRepairing(bytes)
      tally.add(repairs, in: bytes)
    } catch {
      let place = error.line > 1 ? "line \(error.line) of the document, column" : "column"
      throw ImportError("\(place) \(error.column): \(error.message); \(error.hint)")
    }
    return try read(value, &tally, isHarmless: bytes.count <= ImportedItem.harmlessSize)
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
    var item = ImportedItem(experiment: experiment)
    if let trace = try MLflowTrace(object, tally: &tally) {
      try trace.fill(&item, tally: &tally)
    } else {
      try PlainLine(object).fill(&item, tally: &tally)
    }
    if !item.holdsTrace, item.trace.traceID == nil, item.trace.clientRequestID == nil {
      throw ImportError(
        "has neither inputs nor outputs, and neither trace_id nor client_request_id to say "
          + "which trace it is about")
    }
    item.repaired = tally.total
    item.times = tally.times
    if !isHarmless { try item.checkLimits() }
    return item
  }
}
