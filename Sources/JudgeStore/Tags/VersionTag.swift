import JudgeGit
public import JudgeRecords

/// The name and message of a judge version's git tag.
///
/// Records are the authority; tags repeat their content for people who use only plain git.
public struct VersionTag: Hashable, Sendable {
  /// The experiment's name as created.
  public let experiment: String
  /// The name under which the judge is registered.
  public let judgeName: String
  /// The number in force.
  public let version: Int
  /// The registration.
  public let registration: ContentID
  /// The judge body.
  public let judge: ContentID

  /// Creates the tag of a registration.
  public init(
    experiment: String, judgeName: String, version: Int, registration: ContentID,
    judge: ContentID
  ) {
    self.experiment = experiment
    self.judgeName = judgeName
    self.version = version
    self.registration = registration
    self.judge = judge
  }

  /// The name without `refs/tags/`: `judge/<experiment>/<name>/v<N>`.
  public var name: String {
    "judge/\(Self.slug(experiment))/\(Self.slug(judgeName))/v\(version)"
  }

  /// Returns the tag's message: a title, a text, and trailers that name the records.
  ///
  /// - Parameter text: such as the report card; may be empty.
  /// - Returns: the message, which ``init(message:)`` of ``Claim`` parses.
  public func message(_ text: String = "") -> String {
    var body = text
    while body.last?.isNewline == true { body.removeLast() }
    return "\(OneLine.escaped(judgeName)) v\(version)\n\n" + (body.isEmpty ? "" : body + "\n\n")
      + "Judge: \(judge.hex)\nRegistration: \(registration.hex)\n"
  }

  /// The records that a tag's message names.
  public struct Claim: Hashable, Sendable {
    /// The judge body.
    public let judge: ContentID
    /// The registration.
    public let registration: ContentID

    /// Parses the trailers of a message.
    ///
    /// Returns `nil` if they are missing or occur twice.
    public init?(message: String) {
      let trailers = Trailers(VersionTag.unsigned(message))
      let (judges, registrations) = (trailers["Judge"], trailers["Registration"])
      guard judges.count == 1, registrations.count == 1, let judge = ContentID(hex: judges[0]),
        let registration = ContentID(hex: registrations[0])
      else { return nil }
      self.judge = judge
      self.registration = registration
    }
  }

  /// Returns a tag's message without the signature at its end.
  static func unsigned(_ message: String) -> String {
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.lastIndex {
      $0.hasPrefix("-----BEGIN ") && $0.hasSuffix(" SIGNATURE-----")
    }
    guard let start else { return message }
    lines.removeSubrange(start...)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The maximum number of characters of a name in a tag.
  private static let longest = 80

  /// Returns a name as part of a tag, with the characters `[a-z0-9._-]` only.
  ///
  /// If the name changes, eight digits of its hash distinguish it from others.
  ///
  /// - Parameter text: any text.
  /// - Returns: a text that is never empty and that `git check-ref-format` accepts.
  public static func slug(_ text: String) -> String {
    var slug = ""
    for byte in text.utf8.prefix(longest) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        slug.unicodeScalars.append(UnicodeScalar(byte))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        slug.unicodeScalars.append(UnicodeScalar(byte + 32))
      case UInt8(ascii: ".") where !slug.isEmpty && slug.last != ".": slug.append(".")
      default: if slug.last != "-" { slug.append("-") }
      }
    }
    // git refuses names with these endings.
    while slug.hasSuffix(".") || slug.hasSuffix(".lock") {
      slug.removeLast(slug.hasSuffix(".") ? 1 : 5)
    }
    while slug.hasPrefix("-") || slug.hasPrefix(".") { slug.removeFirst() }
    guard slug.isEmpty || !slug.utf8.elementsEqual(text.utf8) else { return slug }
    let mark = ContentID(hashing: Array(text.utf8)).prefix(8)
    return slug.isEmpty ? mark : slug.trimmingDashes + "-" + mark
  }
}

extension String {
  fileprivate var trimmingDashes: String {
    var text = self
    while text.hasSuffix("-") { text.removeLast() }
    return text
  }
}
