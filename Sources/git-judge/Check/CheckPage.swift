import GitJudge

/// The result of `check` as one web page, without scripts or external content.
struct CheckPage {
  let result: CheckResult
  let gates: [CheckGate]

  private static let style = """
    body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
    table{border-collapse:collapse;margin:1rem 0}
    th,td{border-bottom:1px solid #8884;padding:.25rem .75rem;text-align:left}
    td+td{font-variant-numeric:tabular-nums}
    .answer{padding:.75rem 1rem;border-left:.4rem solid #888}
    .fit{border-color:#2a7d2a}.not-fit{border-color:#b3261e}.too-few-labels{border-color:#b07a00}
    .case{border:1px solid #8884;border-radius:.4rem;padding:.5rem 1rem;margin:1rem 0}
    dt{font-weight:600}dd{margin:0 0 .5rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
    @media (prefers-color-scheme:dark){body{background:#111;color:#eee}}
    """

  var html: String {
    let report = result.report
    let set = report.agreement.set
    var body = "<h1>\(SafeText.html(result.file))</h1>\n"
    let people = Count.of(set.reviewers.count, "person", "people")
    body +=
      "<p>\(Count.of(result.cases.count, "case")) labelled by \(people); judge "
      + "“\(SafeText.html(result.judge))”</p>\n"
    body +=
      "<p class=\"answer \(report.figures.fit.verdict.rawValue)\"><strong>"
      + "\(SafeText.html(report.figures.fit.sentence))</strong></p>\n"
    for note in result.notes { body += "<p>Note: \(SafeText.html(RemedyText.of(note)))</p>\n" }
    body += "<h2>Judge with people</h2>\n"
    body += table(["figure", "value", "95 % interval", "n"], CheckText.figures(result))
    if set.values.count <= 12 {
      let (columns, rows) = CheckText.confusion(result)
      body += table(columns, rows)
    }
    if set.reviewers.count > 1 {
      body += "<h2>People with people</h2>\n"
      body += table(
        ["person", "labels", "agrees with the others", "agrees with the judge"],
        CheckText.people(result))
    }
    body += "<h2>Disagreements: \(report.differences.count)</h2>\n"
    for difference in report.differences { body += section(difference) }
    if !gates.isEmpty {
      body += "<h2>Gates</h2>\n<ul>\n"
      for gate in gates { body += "<li>\(SafeText.html(gate.text))</li>\n" }
      body += "</ul>\n"
    }
    return """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(SafeText.html(result.file))</title>
      <style>
      \(Self.style)
      </style></head>
      <body>
      \(body)</body>
      </html>

      """
  }

  private func table(_ columns: [String], _ rows: [[String]]) -> String {
    var text =
      "<table>\n<tr>" + columns.map { "<th>\(SafeText.html($0))</th>" }.joined() + "</tr>\n"
    for row in rows {
      text += "<tr>" + row.map { "<td>\(SafeText.html($0))</td>" }.joined() + "</tr>\n"
    }
    return text + "</table>\n"
  }

  private func section(_ difference: CheckReport.Difference) -> String {
    let one = result.cases[difference.item]
    func entry(_ name: String, _ value: String, _ reason: String?) -> String {
      "<dt>\(SafeText.html(name))</dt><dd>\(SafeText.html(value))"
        + (reason.map { " – \(SafeText.html($0))" } ?? "") + "</dd>\n"
    }
    var text = "<div class=\"case\"><p>Line \(one.line)"
    text += (one.key.map { ", \(SafeText.html($0))" } ?? "") + "</p>\n<dl>\n"
    for (column, value) in one.texts { text += entry(column, value, nil) }
    let verdict = difference.verdict.map { $0.stringValue ?? $0.canonicalText }
    text += entry("judge", verdict ?? "no verdict", difference.rationale)
    for vote in difference.votes {
      text += entry(
        vote.source, vote.value.stringValue ?? vote.value.canonicalText, vote.rationale)
    }
    return text + "</dl></div>\n"
  }
}
