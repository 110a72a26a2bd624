package import JudgeJSON

/// Finds text in a document that looks like a secret or personal data, with its fields.
package struct SensitiveFields {
  /// A finding that may be shown, because it never contains the found text itself.
  package struct Find: Hashable, Sendable {
    /// The kind of data that it looks like.
    package let kind: SensitiveText.Kind
    /// The field, such as `inputs.question`; empty for a text that is not a document.
    package let field: String
    /// The first characters of the found text.
    let start: String

    /// A description of the finding.
    package var text: String {
      (field.isEmpty ? "" : "\(field): ") + "this looks like \(kind.phrase)"
        + (start.isEmpty ? "" : " (\(start)…)")
    }
  }

  /// Returns the findings in a document's bytes.
  ///
  /// - Parameters:
  ///   - bytes: JSON, or any text.
  ///   - isOfInterest: whether to include findings of a kind.
  /// - Returns: the findings. Several findings of one kind in one field are merged.
  package static func finds(
    in bytes: [UInt8], where isOfInterest: (SensitiveText.Kind) -> Bool
  ) -> [Find] {
    let all = SensitiveText.findings(in: bytes).filter { isOfInterest($0.kind) }
    guard !all.isEmpty else { return [] }
    var finds: [Find] = []
    if let value = try? JSONValue(parsing: bytes) { walk(value, "", &finds, isOfInterest) }
    // Findings that need the whole document, such as a member's name next to its value.
    let isWithin = Set(finds.map(\.kind))
    add(all.filter { !isWithin.contains($0.kind) }, "", &finds)
    return finds
  }

  /// Returns a text with apparent secrets replaced by a mark.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - isOfInterest: whether to replace findings of a kind.
  /// - Returns: the text, replaced as a whole if a finding has no clear bounds, and the kinds
  ///   found.
  package static func blanked(
    _ text: String, where isOfInterest: (SensitiveText.Kind) -> Bool = \.isSecret
  ) -> (text: String, kinds: [SensitiveText.Kind]) {
    let bytes = Array(text.utf8)
    let all = SensitiveText.findings(in: bytes).filter { isOfInterest($0.kind) }
    guard !all.isEmpty else { return (text, []) }
    let kinds = all.map(\.kind)
    let ranges = all.compactMap { $0.kind == .privateKey ? nil : $0.range }
    guard ranges.count == all.count else { return (Secret.mark, kinds) }
    var result: [UInt8] = []
    var copied = 0
    for range in ranges where range.lowerBound >= copied {
      result += bytes[copied..<range.lowerBound]
      result += Secret.mark.utf8
      copied = range.upperBound
    }
    result += bytes[copied...]
    return (String(decoding: result, as: UTF8.self), kinds)
  }

  /// Returns a document with apparent secrets in its texts and member names replaced by a mark.
  ///
  /// A value that is a secret only by its name (`{"password": "…"}`) is replaced too. Names that
  /// would become the same are numbered, so that all members are kept.
  ///
  /// - Parameters:
  ///   - value: any JSON.
  ///   - kinds: receives the kinds found.
  /// - Returns: the document, in which ``finds(in:where:)`` finds no secret.
  package static func blanked(
    _ value: JSONValue, kinds: inout Set<SensitiveText.Kind>
  ) -> JSONValue {
    let result = parts(value, &kinds)
    // Findings that need more than one text, such as a key that continues in the next item of a
    // list.
    guard isFound(in: result, &kinds) else { return result }
    guard let object = result.objectValue else { return .string(Secret.mark) }
    var members = object
    for member in object where isFound(in: [member.key: member.value], &kinds) {
      members[member.key] = .string(Secret.mark)
    }
    if isFound(in: .object(members), &kinds) {
      for member in object { members[member.key] = .string(Secret.mark) }
    }
    return .object(members)
  }

  private static func isFound(
    in value: JSONValue, _ kinds: inout Set<SensitiveText.Kind>
  ) -> Bool {
    let found = SensitiveText.findings(in: value.canonicalBytes()).filter(\.kind.isSecret)
    kinds.formUnion(found.map(\.kind))
    return !found.isEmpty
  }

  private static func parts(
    _ value: JSONValue, _ kinds: inout Set<SensitiveText.Kind>
  ) -> JSONValue {
    switch value {
    case .string(let text):
      let (blanked, found) = blanked(text)
      kinds.formUnion(found)
      return .string(blanked)
    case .array(let items): return .array(items.map { parts($0, &kinds) })
    case .object(let object):
      var result = JSONObject()
      for member in object {
        let (name, found) = blanked(member.key)
        kinds.formUnion(found)
        result[unused(name, object, result)] = named(name, parts(member.value, &kinds), &kinds)
      }
      return .object(result)
    case .null, .bool, .number: return value
    }
  }

  /// Returns an unused name: of two names that became the same, the second one is numbered.
  private static func unused(
    _ name: String, _ old: JSONObject, _ new: JSONObject
  ) -> String {
    guard name.contains(Secret.mark) else { return name }
    var candidate = name
    var number = 1
    while new[candidate] != nil || (number > 1 && old[candidate] != nil) {
      number += 1
      candidate = "\(name) \(number)"
    }
    return candidate
  }

  /// Returns the value of a member, replaced if its name is that of a secret.
  private static func named(
    _ name: String, _ value: JSONValue, _ kinds: inout Set<SensitiveText.Kind>
  ) -> JSONValue {
    switch value {
    case .string, .number:
      return isFound(in: [name: value], &kinds) ? .string(Secret.mark) : value
    case .array, .object, .null, .bool: return value
    }
  }

  private static func walk(
    _ value: JSONValue, _ path: String, _ finds: inout [Find],
    _ isOfInterest: (SensitiveText.Kind) -> Bool
  ) {
    switch value {
    case .string(let text): look(text, path, &finds, isOfInterest)
    case .object(let object):
      for member in object {
        let field = path.isEmpty ? member.key : "\(path).\(member.key)"
        if SensitiveText.findings(in: Array(member.key.utf8)).contains(where: { $0.kind.isSecret })
        {
          look(member.key, path.isEmpty ? "a member's name" : "\(path), a member's name", &finds) {
            isOfInterest($0) && $0.isSecret
          }
          continue
        }
        // The name of a source is not a finding.
        let isSource = member.key == "source_id" || member.key == "email"
        walk(member.value, field, &finds) { isOfInterest($0) && ($0.isSecret || !isSource) }
      }
    case .array(let items):
      for (place, item) in items.enumerated() {
        walk(item, "\(path)[\(place)]", &finds, isOfInterest)
      }
    case .null, .bool, .number: break
    }
  }

  private static func look(
    _ text: String, _ field: String, _ finds: inout [Find],
    _ isOfInterest: (SensitiveText.Kind) -> Bool
  ) {
    add(
      SensitiveText.findings(in: Array(text.utf8)).filter { isOfInterest($0.kind) }, field, &finds)
  }

  /// The maximum number of findings; more would be unreadable and slow to compare with each other.
  private static let mostFinds = 100

  private static func add(
    _ found: [SensitiveText.Finding], _ field: String, _ finds: inout [Find]
  ) {
    for finding in found
    where finds.count < mostFinds
      && !finds.contains(where: { $0.kind == finding.kind && $0.field == field })
    {
      finds.append(Find(kind: finding.kind, field: field, start: finding.start))
    }
  }
}
