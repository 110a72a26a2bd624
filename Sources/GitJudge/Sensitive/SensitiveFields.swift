import JudgeJSON
import JudgeScoring

/// What a document holds that looks like a secret or like personal data, with the fields.
struct SensitiveFields {
  /// One find, fit to be shown: it never holds the find itself.
  struct Find: Hashable {
    let kind: SensitiveText.Kind
    /// The field, such as `inputs.question`; empty for a text that is no document.
    let field: String
    /// The first characters.
    let start: String

    /// The find in words.
    var text: String {
      (field.isEmpty ? "" : "\(field): ") + "this looks like \(kind.phrase) (\(start)…)"
    }
  }

  /// The finds in a document's bytes.
  ///
  /// - Parameters:
  ///   - bytes: JSON, or any text.
  ///   - isOfInterest: which finds are.
  /// - Returns: a find for each; those of one kind in one field are one.
  static func finds(
    in bytes: [UInt8], where isOfInterest: (SensitiveText.Kind) -> Bool
  ) -> [Find] {
    let all = SensitiveText.findings(in: bytes).filter { isOfInterest($0.kind) }
    guard !all.isEmpty else { return [] }
    var finds: [Find] = []
    let value = try? JSONValue(parsing: bytes)
    if let value { walk(value, "", &finds, isOfInterest) }
    guard value == nil else { return finds }
    for finding in all where !finds.contains(where: { $0.kind == finding.kind }) {
      finds.append(Find(kind: finding.kind, field: "", start: start(bytes[finding.range])))
    }
    return finds
  }

  private static func walk(
    _ value: JSONValue, _ path: String, _ finds: inout [Find],
    _ isOfInterest: (SensitiveText.Kind) -> Bool
  ) {
    if let text = value.stringValue {
      let bytes = Array(text.utf8)
      for finding in SensitiveText.findings(in: bytes) where isOfInterest(finding.kind) {
        let find = Find(kind: finding.kind, field: path, start: start(bytes[finding.range]))
        if !finds.contains(where: { $0.kind == find.kind && $0.field == path }) {
          finds.append(find)
        }
      }
    } else if let object = value.objectValue {
      // Who said something is no find.
      for member in object where !["source_id", "email"].contains(member.key) {
        walk(
          member.value, path.isEmpty ? member.key : "\(path).\(member.key)", &finds, isOfInterest)
      }
    } else {
      for (place, item) in (value.arrayValue ?? []).enumerated() {
        walk(item, "\(path)[\(place)]", &finds, isOfInterest)
      }
    }
  }

  /// Enough to find it again by, too little to use.
  private static func start(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix(min(4, bytes.count / 3)), as: UTF8.self)
  }
}
