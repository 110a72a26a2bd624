package import JudgeJSON

/// Exports of Label Studio in the format `JSON`: one task with its annotations and predictions.
package struct LabelStudioExport: ForeignFormat {
  package static let name = "Label Studio export"

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if document["data"]?.objectValue != nil,
      document["annotations"]?.arrayValue != nil || document["completions"]?.arrayValue != nil
    {
      return true
    }
    return isMinimal(document)
  }

  /// Whether a document has the format `JSON_MIN`.
  private static func isMinimal(_ object: JSONObject) -> Bool {
    object.has("annotation_id") && object["annotator"] != nil && object["lead_time"] != nil
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    guard !Self.isMinimal(document) else {
      throw ImportError(
        "this is Label Studio's JSON_MIN, which does not tell labels from data; export the project "
          + "as JSON")
    }
    var data = document["data"]?.objectValue ?? [:]
    var trace = ForeignTrace()
    let meta = document["meta"]?.objectValue ?? [:]
    trace.set("trace_id", text: data.text("trace_id") ?? meta.text("trace_id"))
    trace.set(
      "client_request_id",
      text: data.text("client_request_id", "request_id") ?? meta.text("client_request_id"))
    for key in ["trace_id", "client_request_id", "request_id"] { data[key] = nil }
    DataFields.divide(data, into: &trace)
    // The labels belong to a trace that may be here already, of which the task shows a part.
    trace.isExcerpt = true
    for annotation in document.objects("annotations", "completions")
    where annotation["was_cancelled"] != true {
      let by = annotation.first("completed_by")
      let person =
        by?["email"]?.stringValue
        ?? (by?["id"] ?? by).map {
          "label-studio:\($0.stringValue ?? $0.canonicalText)"
        }
      let time = ForeignTime.text(annotation.first("updated_at", "created_at"))
      add(annotation, .human, person ?? "label-studio", time, to: &trace, &notes)
    }
    for prediction in document.objects("predictions") {
      let model = prediction.text("model_version") ?? "label-studio"
      let time = ForeignTime.text(prediction.first("updated_at", "created_at"))
      add(prediction, .judge, model, time, to: &trace, &notes)
    }
    return [trace]
  }

  private func add(
    _ annotation: JSONObject, _ source: ForeignAssessment.Source, _ id: String, _ time: String?,
    to trace: inout ForeignTrace, _ notes: inout ForeignNotes
  ) {
    for result in annotation.objects("result") {
      guard let name = result.text("from_name") else { continue }
      guard let value = Self.value(result) else {
        let type = result.text("type") ?? "unknown"
        notes.say("\(Self.name): results of the type \"\(type)\" are not read")
        continue
      }
      var assessment = ForeignAssessment(name, source, id, value)
      assessment.time = time
      trace.add(assessment)
    }
  }

  private static func value(_ result: JSONObject) -> JSONValue? {
    let value = result["value"]?.objectValue ?? [:]
    switch result.text("type") {
    case "choices": return single(value["choices"])
    case "rating": return value.first("rating")
    case "number": return value.first("number")
    case "textarea": return single(value["text"])
    case "datetime": return value.first("datetime")
    case "pairwise": return value.first("selected")
    case "taxonomy":
      // Each path of the taxonomy is a list of words.
      let paths = value["taxonomy"]?.arrayValue?.compactMap { path -> JSONValue? in
        path.arrayValue.map {
          .string($0.map { $0.stringValue ?? $0.canonicalText }.joined(separator: "/"))
        }
      }
      return paths.flatMap { single(.array($0)) }
    default: return nil
    }
  }

  /// The only element of a list, otherwise the list.
  private static func single(_ value: JSONValue?) -> JSONValue? {
    guard let list = value?.arrayValue else { return value }
    return list.count == 1 ? list[0] : list.isEmpty ? nil : value
  }
}
