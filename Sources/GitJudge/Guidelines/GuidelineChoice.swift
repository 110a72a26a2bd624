import JudgeRecords
import JudgeWork

/// A choice of the only guideline version whose labels count.
enum GuidelineChoice: Hashable, Sendable {
  /// The version with this hash.
  case version(ContentID)
  /// Labels that do not name a version.
  case unknown

  /// The word for the version in force.
  static let currentWord = "current"
  /// The word for labels that do not name a version.
  static let unknownWord = "unknown"

  /// Reads the argument that a person typed.
  ///
  /// - Parameters:
  ///   - text: `current`, `unknown`, or at least 4 digits of a version's hash.
  ///   - name: the question, for messages.
  ///   - versions: the versions of the question.
  ///   - counts: the number of labels of each version.
  /// - Throws: `JudgeFailure` if no label has the version. The error lists the versions of the
  ///   labels.
  init(
    _ text: String, of name: String, _ versions: GuidelineVersions, counts: [ContentID?: Int]
  ) throws {
    let wanted = text.lowercased()
    let choice: Self
    switch wanted {
    case Self.currentWord: choice = .version(versions.currentHash)
    case Self.unknownWord: choice = .unknown
    default:
      let isPrefix = (4...64).contains(wanted.utf8.count) && wanted.allSatisfy(\.isHexDigit)
      let known = Set(counts.keys.compactMap { $0 } + [versions.currentHash])
      let found = isPrefix ? known.filter { $0.hex.hasPrefix(wanted) } : []
      guard found.count < 2 else {
        throw JudgeFailure(
          .ambiguous, "\"\(text)\" is the start of \(found.count) guideline versions of \(name)",
          remedy: .advice(
            "specify more digits: " + found.sorted().map(\.hex).joined(separator: ", ")))
      }
      guard let version = found.first else {
        throw JudgeFailure(
          .notFound, "\(name) has no guideline version \"\(text)\"",
          remedy: .advice(Self.hint(versions, counts)))
      }
      choice = .version(version)
    }
    guard counts[choice.version, default: 0] > 0 else {
      throw JudgeFailure(
        .notFound,
        wanted == Self.unknownWord
          ? "every label on \(name) names its guideline version"
          : "nobody has labelled \(name) under the guideline version "
            + versions.text(of: choice.version),
        remedy: .advice(Self.hint(versions, counts)))
    }
    self = choice
  }

  /// The chosen version, or `nil` for labels that do not name one.
  var version: ContentID? {
    if case .version(let version) = self { return version }
    return nil
  }

  /// Lists the versions that exist, the current one first.
  private static func hint(_ versions: GuidelineVersions, _ counts: [ContentID?: Int]) -> String {
    let listed = GuidelineVersions.sorted(counts.keys, current: versions.currentHash).map {
      "\(versions.text(of: $0)): \(Count.of(counts[$0] ?? 0, "label"))"
    }
    return "labels have these versions: " + listed.joined(separator: ", ")
      + "; give `\(currentWord)`, `\(unknownWord)` or the first digits of a version"
  }
}

extension GuidelineVersions {
  /// Returns versions in the order of lists: the current one, the others by hash, then `unknown`.
  static func sorted(
    _ versions: some Sequence<ContentID?>, current: ContentID
  ) -> [ContentID?] {
    let known = Set(versions)
    var list: [ContentID?] = known.contains(current) ? [current] : []
    list += known.compactMap { $0 }.filter { $0 != current }.sorted().map { Optional($0) }
    if known.contains(nil) { list.append(nil) }
    return list
  }
}
