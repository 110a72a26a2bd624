import JudgeJSON
import JudgeRecords

/// The tags of an experiment that mark exceptional aliases.
///
/// An alias is marked if its judge got it without being known to be fit for use, or at a bar other
/// than the default.
///
/// A tag names the judge's body and not its number, because `sync` may renumber a version.
struct AliasMarks {
  /// An alias that a judge has.
  struct Given {
    let name: String
    let alias: String
    /// The judge's body.
    let judge: ContentID
  }

  private enum Kind: String, CaseIterable {
    case unfit = "judge.allowed_unfit"
    case bar = "judge.bar"

    func key(_ given: Given) -> String {
      "\(rawValue)/\(given.name)@\(given.alias)/\(given.judge.hex)"
    }
  }

  private let tags: [String: String]

  /// Reads the tags of an experiment.
  init(_ tags: JSONObject) {
    var texts: [String: String] = [:]
    for tag in tags where tag.value != .null {
      texts[tag.key] = tag.value.stringValue ?? tag.value.canonicalText
    }
    self.tags = texts
  }

  /// Returns the recorded fitness of a judge that got an alias although it was not known to be fit.
  ///
  /// - Parameters:
  ///   - given: the alias and its judge.
  ///   - number: the judge's current number.
  ///   - claimed: the number in its registration.
  /// - Returns: the text of the mark, or `nil` if there is none.
  func unfit(_ given: Given, number: Int, claimed: Int) -> String? {
    if let text = tags[Kind.unfit.key(given)] { return "v\(number): \(text)" }
    // Earlier versions wrote one tag per alias, whose value began with the number.
    guard let text = tags[Self.earlierKey(given)] else { return nil }
    for old in [number, claimed] where text.hasPrefix("v\(old): ") {
      return "v\(number): " + text.dropFirst("v\(old): ".count)
    }
    return nil
  }

  /// Returns the bar at which a judge got an alias, or `nil` if it is the default.
  func bar(_ given: Given) -> Double? {
    tags[Kind.bar.key(given)].flatMap { Double($0) }
  }

  /// Returns the tags to set when a judge gets an alias; `nil` removes a tag.
  func changes(
    for given: Given, unfit: String?, bar: Double?
  ) -> [(key: String, value: String?)] {
    let wanted: [(key: String, value: String?)] = [
      (Kind.unfit.key(given), unfit),
      (Kind.bar.key(given), bar.map { JSONValue.number($0).canonicalText }),
      (Self.earlierKey(given), nil),
    ]
    return wanted.filter { $0.value != tags[$0.key] }
  }

  private static func earlierKey(_ given: Given) -> String {
    "\(Kind.unfit.rawValue)/\(given.name)@\(given.alias)"
  }
}
