package import JudgeJSON

/// Reads the files of other tools in one import.
package struct ForeignReader: Sendable {
  private static let formats: [any ForeignFormat.Type] = [
    LangSmithExport.self, OpenInferenceSpans.self, LangfuseExport.self, InspectLog.self,
    PromptfooResults.self, LabelStudioExport.self, ArgillaExport.self, OpenAIEvals.self,
    DeepEvalResults.self, OpenAIChatLog.self,
  ]

  /// A format that occurred, with the number of its documents and traces.
  private struct Open {
    var format: any ForeignFormat
    var origin: ForeignNotes.Origin?
    var documents = 0
    var traces = 0
    var isRefused = false
  }

  private var open: [Int: Open] = [:]
  private var notes = ForeignNotes()

  /// Creates a reader.
  package init() {}

  /// The notes on what was not read.
  package var warnings: [String] { notes.warnings }

  /// Reads a document of another tool.
  ///
  /// - Parameters:
  ///   - document: a document.
  ///   - file: the file's name.
  ///   - line: the line on which the document begins.
  /// - Returns: the traces that are complete.
  /// - Throws: `ImportError` if nothing of the document can be read.
  package mutating func read(
    _ document: JSONObject, file: String, line: Int
  ) throws(ImportError) -> [ForeignTrace] {
    if let place = Self.place(of: document) {
      return try read(document, by: place, ForeignNotes.Origin(file: file, line: line))
    }
    var traces: [ForeignTrace] = []
    for (number, member) in Self.page(of: document).enumerated() {
      guard let place = Self.place(of: member) else { continue }
      for var trace in try read(member, by: place, ForeignNotes.Origin(file: file, line: line)) {
        trace.place = "data[\(number)]" + (trace.place.isEmpty ? "" : "." + trace.place)
        traces.append(trace)
      }
    }
    return traces
  }

  /// Returns whether a document has the format of another tool.
  package static func recognizes(_ document: JSONObject) -> Bool {
    guard !isOwn(document) else { return false }
    if place(of: document) != nil { return true }
    let page = page(of: document)
    return !page.isEmpty && page.allSatisfy { place(of: $0) != nil }
  }

  /// The members of a page of an answer, `{"data": [...]}`.
  private static func page(of document: JSONObject) -> [JSONObject] {
    document["data"]?.arrayValue?.compactMap(\.objectValue) ?? []
  }

  private mutating func read(
    _ document: JSONObject, by place: Int, _ origin: ForeignNotes.Origin
  ) throws(ImportError) -> [ForeignTrace] {
    var reader = open[place] ?? Open(format: Self.formats[place].init(), origin: origin)
    defer { open[place] = reader }
    reader.documents += 1
    notes.origin = origin
    do throws(ImportError) {
      let traces = try reader.format.read(document, &notes)
      reader.traces += traces.count
      return traces
    } catch {
      reader.isRefused = true
      throw error
    }
  }

  /// Whether a document has members of git-judge's own form.
  ///
  /// LangSmith's runs have inputs and outputs too.
  private static func isOwn(_ document: JSONObject) -> Bool {
    guard document["run_type"] == nil else { return false }
    return ["inputs", "outputs", "assessments"].contains {
      document[$0] != nil
    } && document["context.trace_id"] == nil
  }

  private static func place(of document: JSONObject) -> Int? {
    formats.firstIndex { $0.recognizes(document) }
  }

  /// Ends the import.
  ///
  /// - Returns: the traces whose parts were in several documents, and a problem for each format
  ///   whose documents gave no trace at all.
  package mutating func finish() -> (traces: [ForeignTrace], problems: [ImportResult.Problem]) {
    var traces: [ForeignTrace] = []
    var problems: [ImportResult.Problem] = []
    for place in open.keys.sorted() {
      guard var reader = open[place] else { continue }
      let last = reader.format.finish(&notes).map { trace in
        var trace = trace
        trace.origin = trace.origin ?? reader.origin
        return trace
      }
      traces += last
      if reader.traces + last.count == 0, !reader.isRefused {
        problems.append(
          ImportResult.Problem(
            file: reader.origin?.file ?? "", line: reader.origin?.line ?? 1,
            message:
              "\(Self.formats[place].name): no trace in \(reader.documents) "
              + (reader.documents == 1 ? "document" : "documents")))
      }
    }
    open = [:]
    return (traces, problems)
  }
}
