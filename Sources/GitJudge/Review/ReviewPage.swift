import CJudgeAssets
import Foundation
import JudgeJSON

/// The page on which reviewers label, as files and as one self-contained file.
package enum ReviewPage {
  /// The modules and the style sheet by name.
  package static let files: [String: String] = {
    var files: [String: String] = [:]
    for position in 0..<cjudgeassets_review_count() {
      guard let file = cjudgeassets_review_at(position) else { continue }
      let bytes = UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      files[String(cString: file.pointee.name)] = String(decoding: bytes, as: UTF8.self)
    }
    return files
  }()

  /// Returns a page that works from disk, without a server and without a network.
  ///
  /// Its content security policy allows this script and this style sheet only, by their hashes, and
  /// no connection.
  ///
  /// - Parameter data: the data of the page.
  /// - Returns: the bytes of an HTML file.
  /// - Throws: `JudgeFailure` if the script is not complete, which a test rules out.
  static func file(_ data: JSONValue) throws -> [UInt8] {
    let script = try ModuleBundle.script(files, entry: "main.js")
    let style = files["review.css"] ?? ""
    let policy = [
      "default-src 'none'", "script-src 'sha256-\(hash(script))'",
      "style-src 'sha256-\(hash(style))'", "img-src blob:", "base-uri 'none'",
      "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ]
    let head = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <!-- \(marker) -->
      <meta http-equiv="Content-Security-Policy" content="\(policy.joined(separator: "; "))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="color-scheme" content="light dark">
      <title>Label traces</title>
      <style>\(style)</style>
      </head>
      <body>
      <noscript>This page needs JavaScript, which is switched off in this browser.</noscript>
      <script type="application/json" id="data">
      """
    return Array(head.utf8) + embedded(data)
      + Array("</script>\n<script>\(script)</script>\n</body>\n</html>\n".utf8)
  }

  /// The text by which a page of this program is recognized.
  static let marker = "A labeling page of git-judge"

  /// Returns JSON that cannot end the element that holds it.
  static func embedded(_ data: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    let text = data.canonicalBytes()
    bytes.reserveCapacity(text.count)
    for (place, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "<"): bytes += Array("\\u003c".utf8)
      case UInt8(ascii: ">"): bytes += Array("\\u003e".utf8)
      // U+2028 and U+2029 are line breaks in scripts: E2 80 A8 and E2 80 A9.
      case 0xa8, 0xa9:
        guard place >= 2, text[place - 2] == 0xe2, text[place - 1] == 0x80 else {
          bytes.append(byte)
          continue
        }
        bytes.removeLast(2)
        bytes += Array((byte == 0xa8 ? "\\u2028" : "\\u2029").utf8)
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  /// The SHA-256 of a text as a content security policy writes it.
  private static func hash(_ text: String) -> String {
    Data(SHA256Digest.hash(Array(text.utf8)).bytes).base64EncodedString()
  }
}
