/// A word, value or sign of a filter, with where it begins.
struct SearchToken: Hashable, Sendable {
  /// What it is.
  enum Kind: Hashable, Sendable {
    /// Names joined by points, such as ``tag.`my key` ``; those in quotation marks keep any signs.
    case path([Segment])
    /// A text in quotation marks.
    case text(String)
    /// A number.
    case number(Double)
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `(`, `)` or `,`.
    case sign(String)
    /// The end of the filter.
    case end
  }

  /// One name of a path.
  struct Segment: Hashable, Sendable {
    let text: String
    let isQuoted: Bool
  }

  let kind: Kind
  /// The number of characters before it.
  let offset: Int
  /// As it stands in the filter.
  let source: String

  /// The word in capitals if it is a single name without quotation marks.
  var keyword: String? {
    guard case .path(let segments) = kind, segments.count == 1, let only = segments.first,
      !only.isQuoted
    else { return nil }
    return only.text.uppercased()
  }
}
