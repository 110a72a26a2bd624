import Foundation

/// Source ids that a reader takes for those of people who are pinned.
///
/// Two ids are alike if they differ only in case, blanks, width (full-width letters and other forms of
/// the same character), characters that show nothing, or marks such as an underline. Texts that are
/// canonically equivalent and have other bytes are alike too.
package struct SourceTwins: Hashable, Sendable {
  private let pinned: Set<Address>
  private let bySkeleton: [String: String]

  /// Takes the ids that are pinned.
  package init(_ pinned: some Sequence<String>) {
    self.pinned = Set(pinned.map { Address($0) })
    bySkeleton = Dictionary(
      self.pinned.sorted().map { (Self.skeleton($0.text), $0.text) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Whether nobody is pinned.
  package var isEmpty: Bool { pinned.isEmpty }

  /// The pinned id that another one is taken for.
  ///
  /// - Parameter id: a source id.
  /// - Returns: `nil` for a pinned id itself, and for one that is like none.
  package func twin(of id: String) -> String? {
    guard !pinned.isEmpty, !pinned.contains(Address(id)) else {
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
    var skeleton = ""
    for scalar in plain.precomposedStringWithCompatibilityMapping.unicodeScalars
    where !isUnseen(scalar) && !isMark(scalar) {
      // The ideographic full stop is a dot in the names of hosts.
      skeleton.unicodeScalars.append(scalar.value == 0x3002 ? "." : scalar)
    }
    return skeleton
  }

  /// A mark on a character that has no form with it, such as an underline.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
      || scalar.properties.generalCategory == .enclosingMark
  }

  /// Symbols that fonts draw as nothing: the empty Braille pattern, the place of an object, and a
  /// note without a head.
  private static let emptySymbols: Set<UInt32> = [0x2800, 0xfffc, 0x1d159]

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .control
      || scalar.properties.generalCategory == .format
      || emptySymbols.contains(scalar.value)
  }

  /// The message about an id that looks like another.
  package static func message(_ id: String, _ twin: String) -> String {
    "the source id \"\(OneLine.escaped(id))\" is taken for \(twin), who is pinned: write it exactly so"
  }
}
