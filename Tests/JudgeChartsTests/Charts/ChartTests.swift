import Foundation
import FoundationXML
import JudgeTestSupport
import Testing

@testable import JudgeCharts

@Suite("Charts")
struct ChartTests {
  /// Every chart, with names and figures from a generator.
  static func all(name: (Int) -> String, number: (Int) -> Double) -> [Chart] {
    func estimate(_ seed: Int) -> Estimate {
      let value = number(seed)
      return Estimate(value, lower: value - 0.1, upper: value + 0.1, count: seed)
    }
    let pair = HeatMap.Cell(agreement: estimate(3), kappa: number(4))
    return [
      HeatMap(
        title: name(1), summary: name(2), columns: [name(3), name(4)],
        rows: [(name(3), [nil, pair]), (name(4), [pair, nil]), (name(5), [pair, pair])],
        firstRows: 2
      ).chart,
      IntervalChart(
        title: name(6), summary: name(7), subject: name(8),
        panels: [
          .init(name(9), reference: (number(1), name(10))), .init(name(11), isDifference: true),
        ],
        series: [name(12), name(13)],
        rows: [
          .init(name(14), note: name(15), figures: [[estimate(1), nil], [estimate(2)]]),
          .init(name(16), figures: [[nil, estimate(1)], []]),
        ]
      ).chart,
      ConfusionChart(
        title: name(17), judge: name(18), values: [name(19), name(20)], counts: [[3, 0], [1, 2]],
        failures: [0, 1]
      ).chart,
      CurveChart(
        title: name(21),
        points: [
          .init(labels: 10, draws: 5, base: estimate(1), aligned: estimate(2)),
          .init(labels: 50, draws: 5, base: estimate(3), aligned: estimate(4)),
        ]
      ).chart,
      ComparisonChart(
        title: name(22),
        rows: [.init(name(23), count: 40, fixed: 5, broken: 2, difference: estimate(2))]
      ).chart,
      TimeChart(
        title: name(24), summary: name(25), series: [name(26), name(27)],
        periods: [
          .init(name(28), count: 3, figures: [estimate(1), estimate(2)]),
          .init(name(29), count: 0, figures: [estimate(3)]),
        ]
      ).chart,
      VoteChart(
        title: name(30), raters: [name(31), name(32), name(33)], people: 2,
        values: [name(34), name(35)],
        rows: [.init(name(36), votes: [0, -1, nil], entropy: number(3))], left: 2
      ).chart,
    ]
  }

  @Test("Each picture is well-formed, has a title and a description, and a table")
  func wellFormed() throws {
    for chart in Self.all(name: { "name \($0)" }, number: { Double($0) / 40 }) {
      let picture = try PictureCheck(chart.svg)
      #expect(picture.count(of: "desc") == 1)
      #expect(picture.texts.contains(chart.title))
      #expect(!chart.table.rows.isEmpty)
      #expect(chart.table.rows.allSatisfy { $0.count == chart.table.columns.count })
      let inline = chart.inline(id: "c1")
      #expect(inline.contains("aria-labelledby=\"c1-t c1-d\"") && !inline.contains("<style"))
    }
  }

  @Test("No text becomes an element or an attribute")
  func hostile() throws {
    var generator = SeededGenerator()
    let pieces = [
      "<script>alert(1)</script>", "\"/><svg onload=alert(1)>", "' onclick='x", "]]>", "<!--",
      "&#60;", "</title></svg><img src=x onerror=y>", "\u{202e}", "\u{0}", "\u{1b}[31m", "\u{fffe}",
      "url(https://example.org)", "{{7*7}}", "${x}", "日本", "\u{301}", "\u{e0041}", "\n", "\u{85}",
    ]
    for _ in 0..<60 {
      let names = (0..<40).map { _ in
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          pieces.randomElement(using: &generator) ?? ""
        }.joined()
      }
      for chart in Self.all(name: { names[$0] }, number: { Double($0) / 40 }) {
        _ = try PictureCheck(chart.svg)
      }
    }
  }

  @Test(
    "Figures that are not numbers, or far away, do not break a picture",
    arguments: [
      Double.nan, .infinity, -.infinity, 1e300, -1e300, 0, -0.0,
    ])
  func extremes(value: Double) throws {
    for chart in Self.all(name: { "\($0)" }, number: { _ in value }) {
      let picture = try PictureCheck(chart.svg)
      #expect(picture.coordinates.allSatisfy { $0.isFinite && abs($0) < 1e4 })
    }
  }
}

/// Reads a picture strictly: only elements and attributes that charts draw.
private final class PictureCheck: NSObject, XMLParserDelegate {
  struct Problem: Error, CustomStringConvertible { let description: String }

  private static let elements: [String: Set<String>] = [
    "svg": ["xmlns", "class", "role", "aria-labelledby", "width", "height", "viewBox"],
    "title": ["id"], "desc": ["id"], "style": [],
    "line": ["class", "x1", "y1", "x2", "y2"],
    "rect": ["class", "x", "y", "width", "height"],
    "circle": ["class", "cx", "cy", "r"], "polyline": ["class", "points"],
    "polygon": ["class", "points"], "text": ["class", "x", "y", "text-anchor"],
  ]

  private var counts: [String: Int] = [:]
  private var problem: String?
  private(set) var texts: [String] = []
  private(set) var coordinates: [Double] = []
  private var text = ""

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    let isRead = parser.parse()
    if let problem { throw Problem(description: problem) }
    guard isRead else {
      throw Problem(description: "\(String(describing: parser.parserError)) in \(svg)")
    }
  }

  func count(of element: String) -> Int { counts[element] ?? 0 }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    text = ""
    guard let known = Self.elements[name] else { return problem = "the element \(name)" }
    for (key, value) in attributes {
      if !known.contains(key) { problem = "the attribute \(key) of \(name)" }
      if ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"].contains(key) {
        coordinates.append(Double(value) ?? .nan)
      }
      if key == "class", !value.split(separator: " ").allSatisfy({ $0.hasPrefix("jc") }) {
        problem = "the class \(value)"
      }
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    texts.append(text)
  }
}
