/// A picture with the table of its figures.
public struct Chart: Sendable, Hashable {
  /// The title.
  public let title: String
  /// What the picture shows, for people who do not see it.
  public let summary: String
  /// How to read the picture, for people who see it.
  public let caption: String
  /// The same figures as a table.
  public let table: ChartTable
  /// The width in pixels.
  package let width: Double
  /// The height in pixels.
  package let height: Double
  private let elements: String

  init(
    _ title: String, summary: String, caption: String? = nil, width: Double, height: Double,
    table: ChartTable,
    _ draw: (inout Canvas) -> Void
  ) {
    self.title = title
    self.summary = summary
    self.caption = caption ?? summary
    self.table = table
    self.width = width.rounded(.up)
    self.height = height.rounded(.up)
    var canvas = Canvas()
    draw(&canvas)
    elements = canvas.elements
  }

  /// The picture as an SVG file, with its own style for light and dark.
  public var svg: String {
    let margin = 16.0
    let heading = 28.0
    // The title in its font, as long as it is no wider than a page.
    let room = max(width, min(640, Double(Markup.width(self.title)) * 9.4))
    let (w, h) = (room + 2 * margin, height + 2 * margin + heading)
    var title = Canvas()
    title.text(self.title, 0, -10, "jc-t jc-title", columns: max(8, Int(room / 9.3)))
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" class="jc" role="img" \
      aria-labelledby="t d" width="\(Int(w))" height="\(Int(h))" \
      viewBox="\(Int(-margin)) \(Int(-margin - heading)) \(Int(w)) \(Int(h))">
      <title id="t">\(Markup.escaped(self.title))</title>
      <desc id="d">\(Markup.escaped(summary))</desc>
      <style>
      \(ChartStyle.css)
      </style>
      <rect class="jc-paper" x="\(Int(-margin))" y="\(Int(-margin - heading))" \
      width="\(Int(w))" height="\(Int(h))"/>
      \(title.elements)\(elements)</svg>

      """
  }

  /// Returns the picture for a page that has the style of charts.
  ///
  /// - Parameter id: an identifier that no other picture of the page has, of ASCII letters and
  ///   digits.
  /// - Returns: an SVG element.
  package func inline(id: String) -> String {
    """
    <svg class="jc" role="img" aria-labelledby="\(id)-t \(id)-d" width="\(Int(width))" \
    height="\(Int(height))" viewBox="0 0 \(Int(width)) \(Int(height))">
    <title id="\(id)-t">\(Markup.escaped(title))</title>
    <desc id="\(id)-d">\(Markup.escaped(summary))</desc>
    \(elements)</svg>

    """
  }
}

/// The figures of a picture as a table.
public struct ChartTable: Sendable, Hashable {
  /// The headings.
  public let columns: [String]
  /// The rows, each with one text per column.
  public private(set) var rows: [[String]]

  /// Creates a table.
  package init(_ columns: [String], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  mutating func add(_ cells: [String]) { rows.append(cells) }
}
