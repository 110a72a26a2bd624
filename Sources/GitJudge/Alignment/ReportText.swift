import JudgeEvaluation
import JudgeJSON
public import JudgeRecords

/// The text of a report card: the message of a version tag, also printed by the command line.
public enum ReportText {
  /// Returns the card of a stored alignment report.
  ///
  /// - Parameters:
  ///   - report: the report.
  ///   - body: the judge of the report, which knows a program's command.
  /// - Returns: lines of text, each with a line break at its end.
  public static func card(_ report: Report, of body: JudgeBody? = nil) -> String {
    let figures = report.figures
    var text = ""
    func line(_ name: String, _ value: String) { text += Self.line(name, value) }
    if let sentence = figures["fit"]?["sentence"]?.stringValue { line("use", sentence) }
    let program = body?.program(of: report).map { " " + $0 } ?? ""
    line("optimizer", (figures["optimizer"]?.stringValue ?? "–") + program)
    line("result", figures["conclusion"]?.stringValue ?? "–")
    // Without traces, there was no decision, because no labels were new.
    if let evidence = figures["selection"], !evidence.isNull, evidence["n"]?.intValue != 0,
      evidence["undecided"]?.stringValue == nil
    {
      line(
        "decided by",
        "\(evidence["method"]?.stringValue ?? "–"), n = \(count(evidence["n"])): "
          + "\(share(evidence["base_accuracy"])) → \(share(evidence["aligned_accuracy"])), "
          + "95 % lower bound of the difference \(share(evidence["difference_lower_95"]))")
    }
    guard let base = figures["base"] else { return text + warnings(figures) }
    guard !base.isNull else {
      line("held out", "not opened")
      return text + closing(figures)
    }
    let aligned = figures["aligned"]
    line("held out", "n = \(count(base["n"])), \(openings(figures))")
    if let ties = figures["test_ties"]?.intValue, ties > 0 {
      line("no agreement", "\(Count.of(ties, "held-out trace")), in no figure")
    }
    line("accuracy", both(base, aligned, "accuracy"))
    let failures = [base, aligned ?? .null].map { $0["errors"]?.intValue ?? 0 }
    if failures != [0, 0] {
      line("failed verdicts", "\(failures[0]) → \(failures[1]), counted as wrong")
      line(
        "of those answered",
        "\(share(base["accuracy_answered"])) → \(share(aligned?["accuracy_answered"]))")
    }
    line("Cohen's kappa", both(base, aligned, "cohen_kappa"))
    if base["true_positive_rate"] != nil {
      for (name, key) in [("TPR", "true_positive"), ("TNR", "true_negative")] {
        line(
          name,
          "\(share(base["\(key)_rate"])) \(range(base["\(key)_interval"])) → "
            + "\(share(aligned?["\(key)_rate"])) \(range(aligned?["\(key)_interval"]))")
      }
    }
    for member in base["recall"]?.objectValue ?? JSONObject() {
      line(
        "recall of \(member.key)",
        "\(share(member.value)) → \(share(aligned?["recall"]?[member.key]))")
    }
    for row in confusion(base, aligned) { line(row.name, row.value) }
    line("relative gain", percent(figures["relative_accuracy_gain"]))
    line("error reduction", percent(figures["relative_error_reduction"]))
    line("McNemar's p", probability(figures["mcnemar_p"]?.doubleValue))
    if figures["aligned_accuracy"]?.doubleValue != nil {
      line(
        "all labelled traces",
        "\(share(figures["original_accuracy"])) → \(share(figures["aligned_accuracy"])), "
          + "training traces included")
    }
    if let rate = figures["flip_rate"]?.doubleValue {
      line("flip rate", share(.number(rate)))
    }
    line("most frequent label", share(figures["constant_accuracy"]))
    return text + closing(figures)
  }

  /// Returns a line per value of people: how often the base and the aligned judge gave each value.
  private static func confusion(
    _ base: JSONValue, _ aligned: JSONValue?
  ) -> [(name: String, value: String)] {
    // Cards of earlier versions have no matrix.
    (base["confusion"]?.objectValue ?? JSONObject()).compactMap { row in
      let later = aligned?["confusion"]?[row.key]
      func cell(_ name: String, _ before: JSONValue?, _ after: JSONValue?) -> String? {
        let counts = [before?.intValue ?? 0, after?.intValue ?? 0]
        return counts == [0, 0] ? nil : "\(name) \(counts[0]) → \(counts[1])"
      }
      var cells = (row.value["verdicts"]?.objectValue ?? JSONObject()).compactMap {
        cell($0.key, $0.value, later?["verdicts"]?[$0.key])
      }
      cell("failed", row.value["failures"], later?["failures"]).map { cells.append($0) }
      guard !cells.isEmpty else { return nil }
      return ("people \(row.key)", "judge " + cells.joined(separator: ", "))
    }
  }

  /// Returns the cost and the composition, whether or not the held-out part was opened.
  private static func closing(_ figures: JSONObject) -> String {
    var text = ""
    func line(_ name: String, _ value: String) { text += Self.line(name, value) }
    if let calls = figures["calls"]?.intValue, calls > 0 || figures["cached"]?.intValue ?? 0 > 0 {
      let cost = figures["cost"]?.doubleValue.map { _ in share(figures["cost"]) + " US dollars" }
      line(
        "calls",
        "\(calls) (\(cost ?? "cost unknown")), \(count(figures["cached"])) from the cache, "
          + "\(share(figures["seconds"])) s")
    }
    line(
      "split",
      "\(count(figures["split"]?["train"])) train, \(count(figures["split"]?["test"])) test, "
        + "\(count(figures["split"]?["groups"])) groups")
    line("seed", count(figures["seed"]))
    if let commit = figures["data_commit"]?.stringValue { line("data", commit) }
    return text + warnings(figures)
  }

  private static func line(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: max(1, 22 - name.count)) + value + "\n"
  }

  private static func warnings(_ figures: JSONObject) -> String {
    (figures["warnings"]?.arrayValue ?? []).compactMap(\.stringValue)
      .map { "warning: \($0)\n" }.joined()
  }

  private static func both(_ base: JSONValue?, _ aligned: JSONValue?, _ key: String) -> String {
    let interval = key + "_interval"
    return "\(share(base?[key])) \(range(base?[interval])) → "
      + "\(share(aligned?[key])) \(range(aligned?[interval]))"
  }

  private static func openings(_ figures: JSONObject) -> String {
    if let judges = figures["split"]?["judges_measured"]?.intValue, judges > 0, judges < 1_000_000 {
      return TestSetLook.sentence(judges: judges)
    }
    // The report is from an earlier version.
    let times = figures["split"]?["test_openings"]?.intValue ?? 0
    return "test set opened " + (times == 1 ? "once, now" : "\(times) times")
  }

  private static func range(_ value: JSONValue?) -> String {
    guard let ends = value?.arrayValue, ends.count == 2 else { return "" }
    return "[\(share(ends[0])), \(share(ends[1]))]"
  }

  private static func count(_ value: JSONValue?) -> String { value?.canonicalText ?? "–" }

  /// Returns a valid figure, or `nil`; a report can come from anyone who can push.
  private static func figure(_ value: JSONValue?) -> Double? {
    guard let number = value?.doubleValue, number.magnitude < 1e12 else { return nil }
    return number
  }

  /// Formats a share with three decimals, rounded half away from zero.
  private static func share(_ value: JSONValue?) -> String {
    guard let number = figure(value) else { return "–" }
    let scaled = Int((abs(number) * 1000).rounded())
    let digits = String(scaled % 1000)
    let sign = number < 0 && scaled > 0 ? "-" : ""
    return "\(sign)\(scaled / 1000)."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// The smallest p-value that is printed in digits.
  private static let smallestProbability = 0.001

  /// Formats a p-value with three decimals, in the same way on every page.
  ///
  /// - Parameter value: from 0 to 1.
  /// - Returns: `0.031`; `below 0.001` for a smaller value, which three decimals would show as 0;
  ///   `–` if it is not defined.
  public static func probability(_ value: Double?) -> String {
    guard let value, value >= 0, value <= 1 else { return "–" }
    guard value >= smallestProbability else { return "below 0.001" }
    return share(.number(value))
  }

  private static func percent(_ value: JSONValue?) -> String {
    guard let number = figure(value) else { return "–" }
    let tenths = Int((abs(number) * 1000).rounded())
    return (number < 0 && tenths > 0 ? "-" : "+") + "\(tenths / 10).\(tenths % 10) %"
  }
}
