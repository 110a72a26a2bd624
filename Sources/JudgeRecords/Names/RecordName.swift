import JudgeJSON

/// The rule for names that people choose: of experiments, judges, questions, batches and aliases.
///
/// The rule applies to new names and to received ones. Names that a store already has still work;
/// they are shown escaped, and `fsck` lists them.
public enum RecordName {
  /// The kind of thing that has a name.
  public enum Kind: String, Hashable, Sendable {
    /// An experiment.
    case experiment
    /// A judge.
    case judge
    /// A question that labels answer.
    case question
    /// A batch of an assignment.
    case batch
    /// An alias of a version.
    case alias
    /// The source of a record: a person or a program.
    case source = "source id"
  }

  /// The maximum length of a name in bytes.
  public static let longest = 500

  /// Returns the reason why a name is invalid.
  ///
  /// - Parameters:
  ///   - text: the name.
  ///   - kind: the kind of thing that has the name.
  /// - Returns: the end of a sentence, such as "has control characters"; `nil` if the name is
  ///   valid.
  public static func complaint(_ text: String, as kind: Kind) -> String? {
    guard !text.isEmpty else { return "is empty" }
    guard text.utf8.count <= longest else { return "has more than \(longest) bytes" }
    for scalar in text.unicodeScalars {
      if let word = word(for: scalar) { return "has \(word)" }
    }
    let scalars = text.unicodeScalars
    if scalars.first?.properties.isWhitespace == true
      || scalars.last?.properties.isWhitespace == true
    {
      return "begins or ends with a blank"
    }
    if text == "." || text == ".." { return "is \"\(text)\", which means a folder" }
    if kind == .source || kind == .question { return nil }
    // These names become parts of paths and tags. An experiment may be named by its path in a
    // workspace, such as /Shared/support, because tags hold a slug of that name.
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if kind == .experiment, text.hasPrefix("/") { parts.removeFirst() }
    if parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) {
      return "has an empty part, \".\" or \"..\" between slashes"
    }
    return nil
  }

  /// Returns a description of a forbidden character.
  private static func word(for scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0: "control characters"
    case 0x2028, 0x2029: "a line or paragraph separator"
    case 0x61c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: "marks of writing direction"
    case 0xad, 0x180e, 0x200b...0x200d, 0x2060...0x2065, 0x206a...0x206f, 0xfeff, 0xfff9...0xfffb,
      0xe0000...0xe0fff:
      "characters without width"
    default: nil
    }
  }

  /// Returns the names in a record that people chose, with their kinds.
  ///
  /// - Parameter record: a record that fits its schema.
  /// - Returns: each name once; empty for records without names.
  package static func names(in record: Record) -> [(kind: Kind, text: String)] {
    func text(_ key: String) -> String? { record.fields[key]?.stringValue }
    switch record.kind {
    case .experiment: return named(.experiment, text("name"))
    case .registration: return named(.judge, text("name"))
    case .judge: return named(.judge, text("name")) + named(.question, text("feedback_name"))
    case .assessment, .verdicts, .adjudication: return named(.question, text("assessment_name"))
    case .rubric: return named(.question, text("name"))
    case .assignment: return named(.question, text("name")) + named(.batch, text("batch"))
    case .change: return changed(record)
    default: return []
    }
  }

  private static func named(_ kind: Kind, _ text: String?) -> [(kind: Kind, text: String)] {
    text.map { [(kind, $0)] } ?? []
  }

  /// Returns the new name of a rename, or an alias with its judge's name.
  private static func changed(_ record: Record) -> [(kind: Kind, text: String)] {
    guard let key = record.fields["key"]?.stringValue else { return [] }
    let target = record.fields["target"]?["kind"]?.stringValue
    if key == "name", target == RecordKind.experiment.rawValue {
      return named(.experiment, record.fields["value"]?.stringValue)
    }
    guard key.hasPrefix("alias/"), let at = key.lastIndex(of: "@") else { return [] }
    return [
      (.judge, String(key[key.index(key.startIndex, offsetBy: 6)..<at])),
      (.alias, String(key[key.index(after: at)...])),
    ]
  }

  /// Returns the first invalid name of a record, with the reason.
  ///
  /// - Returns: the name, and a message such as "the name of a judge has control characters"; `nil`
  ///   if all names are valid.
  package static func complaint(in record: Record) -> (text: String, message: String)? {
    for (kind, text) in names(in: record) {
      guard let complaint = complaint(text, as: kind) else { continue }
      let article = kind == .experiment || kind == .alias ? "an" : "a"
      return (text, "the name of \(article) \(kind.rawValue) \(complaint)")
    }
    return nil
  }
}
