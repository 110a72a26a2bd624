import Foundation
import GitJudge

/// A page that needs nothing but its own file: no script, no other file, no network.
///
/// Its policy permits the one style sheet in it, by hash, and nothing else.
struct Page {
  /// The title.
  let title: String
  /// The line above the title, such as the kind of the page.
  var kind = ""
  /// Facts below the title.
  var facts: [String] = []
  /// The number of rows from which on the table of a picture is folded.
  private static let longTable = 12
  /// The sections.
  private(set) var body = ""
  /// The headings of the sections with their identifiers.
  private var contents: [(id: String, text: String)] = []
  /// The lines at the end.
  var foot: [String] = []
  /// The number of pictures so far, for their identifiers.
  private var pictures = 0

  init(title: String) { self.title = title }

  /// Adds markup that was made by ``PageText`` or from constants.
  mutating func add(_ markup: String) { body += markup }

  /// Begins a section.
  ///
  /// - Parameters:
  ///   - heading: its heading.
  ///   - lead: a sentence below it.
  mutating func section(_ heading: String, lead: String = "") {
    let id = "s\(contents.count + 1)"
    contents.append((id, heading))
    body += "<h2 id=\"\(id)\">\(SafeText.html(heading))</h2>\n"
    if !lead.isEmpty { body += "<p class=\"lead\">\(SafeText.html(lead))</p>\n" }
  }

  /// Adds a picture with its table beside it.
  mutating func add(_ chart: Chart) {
    pictures += 1
    var table = PageText.table(
      chart.table.columns, chart.table.rows, name: "Figures: \(chart.title)")
    // A long table would push what follows away.
    if chart.table.rows.count > Self.longTable { table = PageText.folded("Table", table) }
    body += """
      <figure class="pair">
      <figcaption>\(SafeText.html(chart.title))</figcaption>
      <div class="scroll" role="region" tabindex="0" aria-label="\(SafeText.html(chart.title))">
      \(chart.inline(id: "c\(pictures)"))</div>
      \(table)<p class="note">\(SafeText.html(chart.caption))</p>
      </figure>

      """
  }

  /// The page as HTML.
  var html: String {
    var top = ""
    if !kind.isEmpty { top += "<p class=\"kind\">\(SafeText.html(kind))</p>\n" }
    top += "<h1>\(SafeText.html(title))</h1>\n"
    if !facts.isEmpty {
      top += "<p class=\"facts\">" + facts.map(SafeText.html).joined(separator: " · ") + "</p>\n"
    }
    if contents.count > 1 {
      let links = contents.map { "<a href=\"#\($0.id)\">\(SafeText.html($0.text))</a>" }
      top += "<nav aria-label=\"Contents\">\(links.joined(separator: "\n"))</nav>\n"
    }
    let end = foot.map { "<p>\(SafeText.html($0))</p>\n" }.joined()
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="referrer" content="no-referrer">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(SafeText.html(title))</title>
      <style>\(PageStyle.css)</style>
      </head>
      <body>
      <header>
      \(top)</header>
      <main>
      \(body)</main>
      <footer>
      \(end)</footer>
      </body>
      </html>

      """
  }

  /// The content security policy.
  static var policy: String {
    let digest = SHA256Digest.hash(Array(PageStyle.css.utf8)).bytes
    return "default-src 'none'; style-src 'sha256-\(Data(digest).base64EncodedString())'; "
      + "base-uri 'none'; form-action 'none'"
  }
}
