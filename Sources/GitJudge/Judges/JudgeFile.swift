import JudgeJSON
import JudgeModels
public import JudgeRecords
import JudgeWork

/// A judge's file: `judge.json`, or instructions in Markdown.
public enum JudgeFile {
  /// Reads a judge.
  ///
  /// A JSON file holds one judge, or a list from which the name selects one. Its fields are `name`,
  /// `instructions`, `feedback_value_type`, `labels` (or `values`), `ordered`, `pass`, `model`,
  /// `description` and `feedback_name`. Any other file holds only the instructions.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - path: its path, for errors. The extension `.json` marks JSON.
  ///   - name: the judge's name.
  /// - Returns: the body, under that name.
  /// - Throws: `JudgeFailure` that names the file and the field.
  public static func read(
    _ bytes: [UInt8], path: String, name: String
  ) throws -> JudgeBody {
    // JSON by its extension, or by its first character and content: instructions do not begin like
    // that.
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    let looksLikeJSON =
      (first == UInt8(ascii: "{") || first == UInt8(ascii: "["))
      && (try? JSONValue(parsing: bytes)) != nil
    guard path.hasSuffix(".json") || looksLikeJSON else {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw JudgeFailure(.invalid, "\(path): the instructions are not UTF-8 text")
      }
      return JudgeBody(name: name, instructions: text)
    }
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw JudgeFailure(
        .invalid, "\(path):\(error.line):\(error.column): \(error.message)")
    }
    let object = try pick(value, path: path, name: name)
    let known = keys + ["name", "values", "labels", "feedback_name"]
    // Unknown fields belong to other programs, but one that is similar to a known field is a typing
    // error.
    for member in object where !known.contains(member.key) {
      guard let near = Misspelling.nearest(to: member.key, among: known) else { continue }
      throw JudgeFailure(
        .invalid, "\(path): \(member.key): no such field", remedy: "did you mean \(near)?")
    }
    if let feedbackName = object["feedback_name"], feedbackName.stringValue == nil {
      throw JudgeFailure(.invalid, "\(path): feedback_name: must be a text")
    }
    var fields = JSONObject()
    for key in keys {
      if let value = object[key], !value.isNull { fields[key] = value }
    }
    if let values = object["values"] ?? object["labels"], !values.isNull {
      fields["values"] = values
      if fields["feedback_value_type"] == nil, let type = valueType(of: values.arrayValue ?? []) {
        fields["feedback_value_type"] = .string(type.rawValue)
      }
    }
    let ownName = object["name"]?.stringValue ?? name
    fields["name"] = .string(name)
    // Labels under the file's name still belong to the judge if it gets another name.
    let feedbackName = object["feedback_name"]?.stringValue ?? ownName
    if feedbackName != name { fields["feedback_name"] = .string(feedbackName) }
    do {
      let body = try JudgeBody(fields: fields)
      try body.checkValues()
      if let fault = InferenceParameters.fault(in: body.inference) {
        throw JudgeFailure(.invalid, "\(path): \(fault.message)", remedy: fault.remedy)
      }
      return body
    } catch let error as RecordError {
      let isLabels = object["values"] == nil && error.field.hasPrefix("values")
      let field = isLabels ? "labels" + error.field.dropFirst("values".count) : error.field
      throw JudgeFailure(.invalid, "\(path): \(field): \(error.message)")
    }
  }

  /// Returns the common type of all values, if the file does not specify one.
  ///
  /// `nil` for texts and for mixed types.
  private static func valueType(of values: [JSONValue]) -> FeedbackValueType? {
    [.bool, .int, .float].first { type in !values.isEmpty && values.allSatisfy(type.admits) }
  }

  /// The keys that are copied to the body without a change.
  private static let keys = [
    "description", "instructions", "feedback_value_type", "ordered", "pass", "model", "base_url",
    "extra_headers", "inference_params", "generate_rationale_first", "feedback_value_schema",
    "examples",
  ]

  private static func pick(
    _ value: JSONValue, path: String, name: String
  ) throws -> JSONObject {
    if let object = value.objectValue { return object }
    guard let list = value.arrayValue else {
      throw JudgeFailure(.invalid, "\(path): must be a judge, or a list of judges")
    }
    let found = list.compactMap(\.objectValue).filter { $0["name"]?.stringValue == name }
    guard let object = found.first else {
      let names = list.compactMap { $0["name"]?.stringValue }.joined(separator: ", ")
      throw JudgeFailure(
        .notFound, "\(path) holds no judge named \"\(name)\"", remedy: "it holds: \(names)")
    }
    guard found.count == 1 else {
      throw JudgeFailure(.ambiguous, "\(path) holds \(found.count) judges named \"\(name)\"")
    }
    return object
  }
}
