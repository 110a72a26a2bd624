/// An update of a reference by a push: a line of a `pre-receive` hook's input.
package struct ReferenceUpdate: Hashable, Sendable {
  /// The object before the update; all zeros if there is none.
  package let old: String
  /// The object after the update; all zeros if there is none.
  package let new: String
  /// The full name.
  package let reference: String

  package init(old: String, new: String, reference: String) {
    self.old = old
    self.new = new
    self.reference = reference
  }

  /// Parses `<old> <new> <reference>`.
  package init?(line: Substring) {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count == 3 else { return nil }
    self.init(old: String(parts[0]), new: String(parts[1]), reference: String(parts[2]))
  }

  /// Whether the reference is new.
  package var isCreation: Bool { Self.isNone(old) }
  /// Whether the reference is deleted.
  package var isDeletion: Bool { Self.isNone(new) }

  /// Returns whether the text is git's notation for a missing object.
  package static func isNone(_ object: String) -> Bool { object.allSatisfy { $0 == "0" } }
}
