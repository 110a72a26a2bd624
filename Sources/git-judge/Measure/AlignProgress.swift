import GitJudge

/// Tells on standard error how an alignment goes.
struct AlignProgress: Sendable {
  let isQuiet: Bool
  let isDetailed: Bool

  /// A line per step for who asked for them, else one line that is redrawn.
  func show(_ event: AlignmentEvent) {
    guard !isQuiet else { return }
    if isDetailed {
      Console.say(SafeText.terminal(event.text))
    } else if !event.isDetail {
      let best = event.best.map { ", best so far \(Figures.share($0))" } ?? ""
      Console.progress(SafeText.terminal(event.text) + best)
    }
  }
}

/// `key=value` on the command line: numbers, true and false in their type, all else as text.
enum SettingArgument {
  /// The object of several arguments.
  static func object(_ arguments: [String]) throws -> JSONObject {
    var object = JSONObject()
    for (key, text) in try TagArgument.dictionary(arguments, as: "setting") {
      let value = try? JSONValue(parsing: Array(text.utf8))
      let isScalar = value?.doubleValue != nil || value?.boolValue != nil
      object[key] = isScalar ? value : .string(text)
    }
    return object
  }
}
