/// Reads a page strictly: only tags, attributes and entities that our pages have, in their spelling.
///
/// What a browser would forgive, such as an attribute without quotes, is an error here.
struct StrictPage {
  struct Problem: Error, CustomStringConvertible { let description: String }

  /// The tags in order, such as `<p>` or `</p>`, with the names of attributes.
  private(set) var tags: [String] = []
  /// The text between the tags, with entities resolved.
  private(set) var text = ""

  private static let attributes: [String: Set<String>] = [
    "html": ["lang"], "head": [], "meta": ["charset", "http-equiv", "content", "name"],
    "title": ["id"], "style": [], "body": [], "header": [], "main": [], "footer": [],
    "nav": ["aria-label"], "a": ["href"], "h1": [], "h2": ["id"], "h3": [], "p": ["class"],
    "div": ["class", "role", "tabindex", "aria-label"], "b": [], "span": ["class", "dir"],
    "strong": [], "br": [], "figure": ["class"], "figcaption": [], "table": [], "thead": [],
    "tbody": [], "tr": [], "th": ["scope", "class"], "td": ["class"], "details": ["open"],
    "summary": ["dir"], "dl": [], "dt": [], "dd": ["dir"], "pre": ["dir"], "ul": [],
    "li": ["class"],
    "svg": ["class", "role", "aria-labelledby", "width", "height", "viewBox"], "desc": ["id"],
    "line": ["class", "x1", "y1", "x2", "y2"], "rect": ["class", "x", "y", "width", "height"],
    "circle": ["class", "cx", "cy", "r"], "polyline": ["class", "points"],
    "polygon": ["class", "points"], "text": ["class", "x", "y", "text-anchor"],
  ]
  private static let empty: Set<String> = ["meta", "br"]
  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'",
  ]

  init(_ html: String) throws {
    var rest = Array(html.unicodeScalars)[...]
    guard rest.starts(with: "<!doctype html>".unicodeScalars) else {
      throw Problem(description: "no doctype")
    }
    rest = rest.dropFirst("<!doctype html>".unicodeScalars.count)
    var open: [String] = []
    while let scalar = rest.popFirst() {
      switch scalar {
      case "<":
        let end = rest.firstIndex { $0 == ">" || $0 == "<" }
        guard let end, rest[end] == ">" else { throw Problem(description: "an open <") }
        let tag = String(String.UnicodeScalarView(rest[..<end]))
        rest = rest[(end + 1)...]
        try take(tag, &open)
        if tag == "style" {
          // The one style sheet is ours; its end is the next tag.
          let close = rest.firstIndex { $0 == "<" } ?? rest.endIndex
          rest = rest[close...]
        }
      case ">": throw Problem(description: "a > in text: \(text.suffix(80))")
      case "&":
        let end = rest.firstIndex { $0 == ";" }
        guard let end, end - rest.startIndex < 6,
          let meaning = Self.entities[String(String.UnicodeScalarView(rest[..<end]))]
        else { throw Problem(description: "a bare &: \(text.suffix(80))") }
        text += meaning
        rest = rest[(end + 1)...]
      default:
        guard scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
        else { throw Problem(description: "the control character \(scalar.value)") }
        guard !Self.isInvisible(scalar) else {
          throw Problem(description: "the invisible character \(scalar.value)")
        }
        text.unicodeScalars.append(scalar)
      }
    }
    guard open.isEmpty else { throw Problem(description: "not closed: \(open)") }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    [0x61c, 0xfeff].contains(scalar.value) || (0x200b...0x200f).contains(scalar.value)
      || (0x202a...0x202e).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
      || (0x2060...0x206f).contains(scalar.value)
  }

  private mutating func take(_ tag: String, _ open: inout [String]) throws {
    if tag.hasPrefix("/") {
      guard open.popLast() == String(tag.dropFirst()) else {
        throw Problem(description: "</\(tag)> closes nothing, after \(text.suffix(80))")
      }
      tags.append("<\(tag)>")
      return
    }
    let isClosed = tag.hasSuffix("/")
    var parts = Substring(isClosed ? String(tag.dropLast()) : tag)
    let name = String(parts.prefix { $0 != " " })
    parts = parts.dropFirst(name.count)
    guard let known = Self.attributes[name] else { throw Problem(description: "<\(name)>") }
    var names: [String] = []
    while parts.first == " " {
      parts = parts.dropFirst()
      let key = String(parts.prefix { $0 != "=" && $0 != " " })
      parts = parts.dropFirst(key.count)
      guard known.contains(key) else { throw Problem(description: "\(key) of <\(name)>") }
      names.append(key)
      guard parts.first == "=" else { continue }
      guard parts.dropFirst().first == "\"" else {
        throw Problem(description: "\(key) of <\(name)> has no quotes")
      }
      let value = parts.dropFirst(2).prefix { $0 != "\"" }
      parts = parts.dropFirst(3 + value.count)
      if key == "href", value.wholeMatch(of: /#s[0-9]+/) == nil {
        throw Problem(description: "the link \(value)")
      }
      if ["class", "id", "role", "dir", "scope"].contains(key),
        !value.unicodeScalars.allSatisfy({
          $0.isASCII && ($0.properties.isAlphabetic || "-0123456789 ".unicodeScalars.contains($0))
        })
      {
        throw Problem(description: "\(key) is \(value)")
      }
    }
    guard parts.isEmpty else { throw Problem(description: "<\(tag)>") }
    tags.append("<\(([name] + names).joined(separator: " "))>")
    if !isClosed, !Self.empty.contains(name) { open.append(name) }
  }
}
