import JudgeRecords

extension ImportPlan {
  /// Adds documents of a file.
  ///
  /// - Parameters:
  ///   - documents: the documents, as split by ``DocumentSplitter``.
  ///   - file: the file's name, for problems.
  ///   - reader: reads a document.
  ///   - foreign: reads documents of other tools.
  ///   - isStrict: whether the first document that cannot be imported unchanged ends the import.
  ///   - refusal: the reason for refusing a document and the remedy that accepts it, or `nil`.
  /// - Throws: the problem that ends the import.
  package mutating func add(
    _ documents: [DocumentSplitter.Document], file: String, reader: LineReader,
    foreign: inout ForeignReader, isStrict: Bool,
    refusal: (DocumentSplitter.Document) -> ImportError?
  ) throws(ImportResult.Problem) {
    for document in documents {
      let read = Result { () throws(ImportError) in
        let read = try reader.read(document, file: file, &foreign, refusal: refusal)
        if case .own = read, let refused = refusal(document) { throw refused }
        return read
      }
      if case .success(.foreign(let traces)) = read {
        for trace in traces {
          try add(trace, file: file, line: document.line, reader: reader, isStrict: isStrict)
        }
        continue
      }
      try take(file: file, line: document.line, isStrict: isStrict) {
        (plan) throws(ImportError) in
        guard case .own(let item) = try read.get() else { return 0 }
        try plan.add(item, file: file, line: document.line)
        return item.repaired
      }
    }
  }

  /// Adds the traces of other tools whose parts were in several documents.
  ///
  /// - Parameters:
  ///   - foreign: has read all documents.
  ///   - reader: reads a trace.
  ///   - isStrict: whether a problem ends the import.
  /// - Throws: the problem that ends the import.
  package mutating func finish(
    _ foreign: inout ForeignReader, reader: LineReader, isStrict: Bool
  ) throws(ImportResult.Problem) {
    let (traces, problems) = foreign.finish()
    for trace in traces {
      try add(
        trace, file: trace.origin?.file ?? "", line: trace.origin?.line ?? 1, reader: reader,
        isStrict: isStrict)
    }
    for problem in problems {
      try take(file: problem.file, line: problem.line, isStrict: isStrict) {
        (_) throws(ImportError) in throw ImportError(problem.message)
      }
    }
  }

  private mutating func add(
    _ trace: ForeignTrace, file: String, line: Int, reader: LineReader, isStrict: Bool
  ) throws(ImportResult.Problem) {
    try take(file: file, line: line, isStrict: isStrict) { (plan) throws(ImportError) in
      let item = try reader.read(trace)
      try plan.add(item, file: file, line: line)
      return item.repaired
    }
  }

  /// Adds one document or row, or records the problem if it cannot be imported.
  ///
  /// - Parameters:
  ///   - file: the name of the file.
  ///   - line: the line of the document or row.
  ///   - isStrict: whether a problem, a repair or a conflict ends the import.
  ///   - add: adds it, and returns the number of repaired values.
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
}
