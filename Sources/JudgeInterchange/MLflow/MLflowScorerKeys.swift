import JudgeJSON

/// The members of MLflow's serialized scorers that only newer clients know.
///
/// A client refuses a scorer inside another one, such as the base judge of a MemAlign judge, if it
/// has a member that the client does not know, even if its value is null. Members without a value
/// can be left out for every client.
package enum MLflowScorerKeys {
  /// The members by the first version that knows them.
  private static let added: [(version: [Int], key: String)] = [([3, 18], "session_level")]

  /// Returns a serialized scorer that a client can read.
  ///
  /// - Parameters:
  ///   - text: the scorer.
  ///   - client: the client's version, such as `3.17.2`; `nil` if it is not known.
  /// - Returns: the same bytes if the client knows all members or the text is not JSON, otherwise the
  ///   scorer without unknown null members.
  package static func text(_ text: String, for client: String?) -> String {
    guard let version = client.flatMap(Self.version) else { return text }
    let unknown = added.filter { version.lexicographicallyPrecedes($0.version) }.map(\.key)
    guard unknown.contains(where: { text.contains("\"\($0)\"") }),
      let value = try? JSONValue(parsing: Array(text.utf8)), value.objectValue != nil
    else { return text }
    let kept = without(unknown, value)
    return kept == value ? text : kept.canonicalText
  }

  private static func version(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".").prefix(2).map { Int($0.prefix { $0.isNumber }) }
    let numbers = parts.compactMap { $0 }
    return numbers.count == 2 ? numbers : nil
  }

  /// Returns a scorer without null members, and the scorers inside it.
  private static func without(_ keys: [String], _ scorer: JSONValue) -> JSONValue {
    guard var object = scorer.objectValue else { return scorer }
    for key in keys where object[key]?.isNull == true { object[key] = nil }
    if var memory = object["memory_augmented_judge_data"]?.objectValue,
      let base = memory["base_judge"]
    {
      memory["base_judge"] = without(keys, base)
      object["memory_augmented_judge_data"] = .object(memory)
    }
    if var ensemble = object["ensemble_scorer_data"]?.objectValue,
      let scorers = ensemble["scorers"]?.arrayValue
    {
      ensemble["scorers"] = .array(scorers.map { without(keys, $0) })
      object["ensemble_scorer_data"] = .object(ensemble)
    }
    return .object(object)
  }
}
