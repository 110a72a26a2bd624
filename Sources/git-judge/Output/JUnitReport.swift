import GitJudge

/// The result of an evaluation as JUnit XML, which CI systems show as tests.
///
/// It has one suite per judge and one case per row. A case is a failure if the verdict does not
/// pass, an error if there is no verdict, and skipped if the judge was not asked. A judge without
/// passing values does not fail a case.
enum JUnitReport {
  /// Returns the document.
  static func text(_ result: EvaluateResult) -> String {
    var body = ""
    var totals = (cases: 0, failures: 0, errors: 0, skipped: 0)
    for judge in result.judges {
      var cases = ""
      var counts = (cases: 0, failures: 0, errors: 0, skipped: 0)
      for row in result.rows {
        for said in row.feedback where said.name == judge {
          counts.cases += 1
          cases +=
            "    <testcase classname=\"\(SafeText.xml(judge))\" name=\"\(SafeText.xml(row.id))\""
          if let error = said.error, said.isUnasked {
            counts.skipped += 1
            cases += "><skipped message=\"\(SafeText.xml(error.text))\"/></testcase>\n"
          } else if let error = said.error {
            counts.errors += 1
            cases += "><error message=\"\(SafeText.xml(error.text))\"/></testcase>\n"
          } else if let value = said.value, fails(value, result.pass[judge] ?? []) {
            counts.failures += 1
            let label = value.stringValue ?? value.canonicalText
            cases += "><failure message=\"\(SafeText.xml(label))\">"
            cases += SafeText.xml(said.rationale ?? "") + "</failure></testcase>\n"
          } else {
            cases += "/>\n"
          }
        }
      }
      body +=
        "  <testsuite name=\"\(SafeText.xml(judge))\" tests=\"\(counts.cases)\" "
        + "failures=\"\(counts.failures)\" errors=\"\(counts.errors)\" skipped=\"\(counts.skipped)\">\n\(cases)  </testsuite>\n"
      totals.cases += counts.cases
      totals.failures += counts.failures
      totals.errors += counts.errors
      totals.skipped += counts.skipped
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites name=\"git-judge \(SafeText.xml(result.run.isEmpty ? "(not recorded)" : result.run))\" tests=\"\(totals.cases)\" "
      + "failures=\"\(totals.failures)\" errors=\"\(totals.errors)\" skipped=\"\(totals.skipped)\">\n\(body)</testsuites>\n"
  }

  private static func fails(_ value: JSONValue, _ pass: [JSONValue]) -> Bool {
    if !pass.isEmpty { return !pass.contains(value) }
    return value == false || value.stringValue?.lowercased() == "no"
  }
}

extension SafeText {
  /// Escapes markup for XML text and attributes, and replaces characters that XML 1.0 forbids.
  static func xml(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: result += "&amp;"
      case 0x3c: result += "&lt;"
      case 0x3e: result += "&gt;"
      case 0x22: result += "&quot;"
      // The last of these reverse the text on a terminal or a page.
      case 0x09, 0x0a, 0x0d, 0x7f...0x9f, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
        result += "&#\(scalar.value);"
      case 0x00...0x1f, 0xfffe, 0xffff: result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
