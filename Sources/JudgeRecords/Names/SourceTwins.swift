import Foundation

/// Finds source ids that a reader could confuse with the ids of pinned people.
///
/// Two ids are alike if they differ only in case, blanks, width (full-width letters and other forms
/// of the same character), invisible characters, or marks such as an underline. Canonically
/// equivalent texts with different bytes are alike too.
package struct SourceTwins: Hashable, Sendable {
  private let pinned: Set<Address>
  private let bySkeleton: [String: String]

  /// Creates a finder for the pinned ids.
  package init(_ pinned: some Sequence<String>) {
    self.pinned = Set(pinned.map { Address($0) })
    bySkeleton = Dictionary(
      self.pinned.sorted().map { (Self.skeleton($0.text), $0.text) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Whether there are no pinned ids.
  package var isEmpty: Bool { pinned.isEmpty }

  /// Returns the pinned id that looks like another id.
  ///
  /// - Parameter id: a source id.
  /// - Returns: the pinned id; `nil` if `id` is itself pinned or not like a pinned id.
  package func twin(of id: String) -> String? {
    guard !pinned.isEmpty, !pinned.contains(Address(id)) else {
      return nil
    }
    return bySkeleton[Self.skeleton(id)]
  }

  /// Returns an id without the differences that a reader does not see.
  static func skeleton(_ id: String) -> String {
    var text = ""
    for scalar in id.unicodeScalars where !isUnseen(scalar) { text.unicodeScalars.append(scalar) }
    // Applied twice, because a compatibility form can contain capitals or blanks itself.
    let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
    var skeleton = ""
    for scalar in plain.precomposedStringWithCompatibilityMapping.unicodeScalars
    where !isUnseen(scalar) && !isMark(scalar) {
      // The ideographic full stop is a dot in the names of hosts.
      skeleton.unicodeScalars.append(scalar.value == 0x3002 ? "." : scalar)
    }
    return skeleton
  }

  /// Returns whether a scalar is a mark, such as an underline.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
      || scalar.properties.generalCategory == .enclosingMark
  }

  /// Symbols that fonts draw as empty: the empty Braille pattern, the object replacement character,
  /// and the null note head.
  private static let emptySymbols: Set<UInt32> = [0x2800, 0xfffc, 0x1d159]

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .control
      || scalar.properties.generalCategory == .format
      || emptySymbols.contains(scalar.value)
  }

  /// Returns the message about an id that looks like another.
  package static func message(_ id: String, _ twin: String) -> String {
    "the source id \"\(OneLine.escaped(id))\" is taken for \(twin), who is pinned: write it exactly so"
  }
}
