import JudgeRecords
import JudgeWork

/// The rules for names of judges and aliases.
enum JudgeName {
  /// Refuses a name that could not be read back from `NAME@v2`, `NAME@alias` or `NAME:guideline:4`.
  static func check(_ name: String) throws {
    if let complaint = RecordName.complaint(name, as: .judge) {
      throw JudgeFailure(
        .usage, "\"\(name)\" is not a name for a judge: it \(complaint)", remedy: nameHint)
    }
    guard isPlain(name) else {
      throw JudgeFailure(
        .usage, "\"\(name)\" is not a name for a judge",
        remedy: nameHint)
    }
  }

  private static let nameHint = Remedy.advice(
    "a name has no @, no colon, no control characters and no space at its ends: NAME@v2 means a "
      + "version")

  /// Refuses an alias that would be read as a version, or that is empty.
  static func check(alias: String) throws {
    let isNumber = alias.first == "v" && alias.dropFirst().allSatisfy(\.isNumber)
    guard isPlain(alias), RecordName.complaint(alias, as: .alias) == nil, !isNumber,
      alias != "latest"
    else {
      throw JudgeFailure(
        .usage, "\"\(alias)\" is not an alias",
        remedy: .advice(
          "an alias is a word such as production; NAME@v2 means version 2, and NAME alone "
            + "the latest one"))
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && !text.contains("@") && !text.contains(":") && text.first != " "
      && text.last != " "
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
  }
}
