import Foundation

/// Source ids that a reader takes for those of people who are pinned.
///
/// Two ids are alike if they differ only in case, blanks, width (full-width letters and other forms of
/// the same character) or characters without width.
package struct SourceTwins: Hashable, Sendable {
  private let pinned: Set<String>
  private let bySkeleton: [String: String]

  /// Takes the ids that are pinned.
  package init(_ pinned: some Sequence<String>) {
    self.pinned = Set(pinned)
    bySkeleton = Dictionary(
      self.pinned.sorted().map { (Self.skeleton($0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether nobody is pinned.
  package var isEmpty: Bool { pinned.isEmpty }

  /// The pinned id that another one is taken for.
  ///
  /// - Parameter id: a source id.
  /// - Returns: `nil` for a pinned id itself, and for one that is like none.
  package func twin(of id: String) -> String? {
    guard !pinned.isEmpty, !pinned.contains(where: { $0.utf8.elementsEqual(id.utf8) }) else {
      return nil
    }
    return bySkeleton[Self.skeleton(id)]
  }

  /// What is left of an id when nothing counts that a reader does not see.
  static func skeleton(_ id: String) -> String {
    var text = ""
    for scalar in id.unicodeScalars where !isUnseen(scalar) { text.unicodeScalars.append(scalar) }
    // Once more: a compatible form may have case or blanks of its own.
    let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
    return plain.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
  }

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .control
      || scalar.properties.generalCategory == .format
  }
}
