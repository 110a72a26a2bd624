/// Texts that attack a page, a picture or a terminal.
public enum HostileText {
  /// Texts that do harm if they are markup, code or control characters somewhere.
  private static let pieces = [
    "<script>document.title=1</script>", "</script><script>document.title=1</script>",
    "\"><img src=x onerror=\"document.title=1\">", "'><svg onload='document.title=1'>",
    "<svg><style>@import 'http://127.0.0.1:9/a';</style></svg>", "</title><b>", "</style><i>",
    "</textarea></pre></td></table></details></figure></svg>", "<iframe srcdoc='<p>x'>",
    "<a href=\"javascript:document.title=1\">x</a>", "javascript:document.title=1",
    "data:text/html,<script>document.title=1</script>", "url(http://127.0.0.1:9/b)",
    "expression(document.title=1)", "}body{display:none}", "*{background:url(//127.0.0.1:9/c)}",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/d'>",
    "<base href=//127.0.0.1:9/>", "<link rel=stylesheet href=//127.0.0.1:9/e>",
    "<form action=//127.0.0.1:9/f><input name=q>", "<object data=//127.0.0.1:9/g>",
    "<math><mtext></p><img src=//127.0.0.1:9/h>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ?>",
    "&lt;b&gt;", "&#x3c;b&#x3e;", "&", "&amp", "{{constructor.constructor('hit=1')()}}",
    "${document.title=1}", "<%= 7*7 %>", "#{7*7}", "{% raw %}", "[[x]](http://127.0.0.1:9/i)",
    "![x](http://127.0.0.1:9/j)", "http://127.0.0.1:9/k", "\u{202e}txt.exe", "\u{2066}\u{2069}",
    "\u{200f}\u{200e}\u{61c}", "\u{200b}\u{feff}\u{2060}", "\u{1b}[2J\u{1b}[31mred", "\u{9b}31m",
    "\u{7}\u{8}\u{0}", "\u{2028}\u{2029}", "\r\n\r\n", "\t", "\u{fffe}\u{ffff}",
    "Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}a\u{323}\u{324}\u{325}\u{326}",
    "<\u{301}script>", "\"\u{20e3}onmouseover=document.title=1 x=\"", "日本語", "مرحبا", "🏳️‍🌈",
    "\\u003cb\\u003e",
    String(repeating: "W", count: 700), String(repeating: "<b>", count: 120), "style=\"color:red\"",
  ]

  /// Returns texts of one to four pieces each.
  public static func all(_ count: Int, using generator: inout SeededGenerator) -> [String] {
    (0..<count).map { number in
      // Each piece comes up.
      var text = pieces[number % pieces.count]
      for _ in 0..<generator.below(4) { text += pieces[generator.below(pieces.count)] }
      return text
    }
  }

  /// Returns a text without the characters that names and source ids do not allow.
  public static func name(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        continue
      default: scalars.append(scalar)
      }
    }
    return String(String.UnicodeScalarView(scalars.prefix(120)))
  }
}
