/// Collects the elements of a picture.
///
/// Text and numbers reach the picture only through this type, which escapes them.
struct Canvas {
  /// The side of a text that its place is at.
  enum Anchor: String { case start, middle, end }

  /// The usual width of a character in pixels, in the widest of common fonts.
  static let character = 7.3
  /// The usual width of a small character in pixels.
  static let small = 6.6

  /// The elements so far.
  private(set) var elements = ""

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String
  ) {
    elements +=
      "<line class=\"\(classes)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" "
      + "x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>\n"
  }

  /// Draws a rectangle; the name appears if a pointer rests on it.
  mutating func rectangle(
    _ x: Double, _ y: Double, width: Double, height: Double, _ classes: String, name: String? = nil
  ) {
    elements +=
      "<rect class=\"\(classes)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
      + "width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\""
    elements += name.map { "><title>\(Markup.escaped($0))</title></rect>\n" } ?? "/>\n"
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ classes: String) {
    elements +=
      "<circle class=\"\(classes)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" "
      + "r=\"\(Self.number(radius))\"/>\n"
  }

  /// Draws a line through points, or the area between them.
  mutating func path(_ points: [(x: Double, y: Double)], _ classes: String, isArea: Bool = false) {
    guard points.count > 1 else { return }
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    elements += "<\(isArea ? "polygon" : "polyline") class=\"\(classes)\" points=\"\(list)\"/>\n"
  }

  /// Writes one line of text.
  ///
  /// - Parameters:
  ///   - text: any text; it is escaped here.
  ///   - x: the place of the anchor.
  ///   - y: the base line.
  ///   - classes: the classes.
  ///   - anchor: the side of the text that is at `x`.
  ///   - columns: the largest width in characters; the whole text appears if a pointer rests on it.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ classes: String = "jc-t", _ anchor: Anchor = .start,
    columns: Int = 60
  ) {
    let shown = Markup.cut(text, to: columns)
    elements +=
      "<text class=\"\(classes)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
      + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"") + ">"
      + Markup.entities(shown)
    if shown.hasSuffix("…") { elements += "<title>\(Markup.escaped(text))</title>" }
    elements += "</text>\n"
  }

  private static func number(_ value: Double) -> String { Digits.coordinate(value) }
}
