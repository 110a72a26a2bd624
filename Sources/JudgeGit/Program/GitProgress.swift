import JudgeWork

/// Turns git's progress lines, such as `Receiving objects:  45% (450/1000), 2.1 MiB`, into steps.
///
/// Bytes go in as they arrive, and steps come out. All other lines are kept, because they explain
/// failures.
struct GitProgress {
  /// Everything that is not a progress, each line with its break.
  private(set) var rest: [UInt8] = []
  private var line: [UInt8] = []
  private var last: WorkStep?

  /// The commands that take long and can say how far they are.
  private static let talkative: Set<String> = ["clone", "fetch", "fsck", "push"]

  /// The beginnings of git's progress lines.
  ///
  /// A server's own messages stay messages.
  private static let verbs: Set<Substring> = [
    "Checking", "Compressing", "Counting", "Enumerating", "Expanding", "Filtering", "Indexing",
    "Receiving", "Resolving", "Unpacking", "Updating", "Verifying", "Writing",
  ]

  /// The arguments that make git report progress, or `nil` if nobody listens, or if the command
  /// does not support it.
  static func showing(_ arguments: [String]) -> [String]? {
    let name = GitProgram.name(arguments)
    guard WorkProgress.isWatched, talkative.contains(name),
      let place = arguments.firstIndex(of: name)
    else { return nil }
    var result = arguments
    // Options of git itself stand before the command, and names from outside after `--`.
    let end = arguments[place...].firstIndex(of: "--") ?? arguments.endIndex
    for index in place..<end where ["--quiet", "--no-progress"].contains(result[index]) {
      result[index] = "--progress"
    }
    if !result[place..<end].contains("--progress") { result.insert("--progress", at: place + 1) }
    return result
  }

  /// Whether a command contacts a remote, so that git, ssh or a helper may ask for a password.
  static func mayAsk(_ arguments: [String]) -> Bool {
    WorkProgress.isWatched
      && ["clone", "fetch", "ls-remote", "push"].contains(GitProgram.name(arguments))
  }

  /// Takes a piece of what git wrote to its standard error.
  ///
  /// - Returns: the steps in it.
  mutating func take(_ piece: [UInt8]) -> [WorkStep] {
    var steps: [WorkStep] = []
    for byte in piece {
      switch byte {
      case UInt8(ascii: "\r"): if let step = endLine(isRedrawn: true) { steps.append(step) }
      case UInt8(ascii: "\n"): if let step = endLine(isRedrawn: false) { steps.append(step) }
      default: line.append(byte)
      }
    }
    return steps
  }

  /// Takes the end of the output.
  ///
  /// - Returns: a step that ends the last one.
  mutating func finish() -> WorkStep? {
    if !line.isEmpty { _ = endLine(isRedrawn: false) }
    guard let last, !last.isOver else { return nil }
    return WorkStep(last.what, done: 1, of: 1)
  }

  private mutating func endLine(isRedrawn: Bool) -> WorkStep? {
    defer { line = [] }
    let text = String(decoding: line, as: UTF8.self)
    if let step = Self.step(text) {
      last = step
      return step
    }
    // The first line of a clone says nothing about failures.
    if !text.hasPrefix("Cloning into ") { rest += line + [UInt8(ascii: "\n")] }
    return nil
  }

  /// `NAME: 45% (450/1000)…` or `NAME: 450…`, from here or from the remote.
  static func step(_ line: String) -> WorkStep? {
    var text = line[...]
    if text.hasPrefix("remote: ") { text = text.dropFirst("remote: ".count) }
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let what = text[..<colon]
    guard let verb = what.split(separator: " ").first, verbs.contains(verb) else { return nil }
    let value = text[text.index(after: colon)...].drop { $0 == " " }
    if let open = value.firstIndex(of: "("), let close = value.firstIndex(of: ")"), open < close,
      value[..<open].dropLast().last == "%"
    {
      let counts = value[value.index(after: open)..<close].split(separator: "/").map { Int($0) }
      guard counts.count == 2, let done = counts[0], let total = counts[1] else { return nil }
      return WorkStep(String(what), done: done, of: total)
    }
    guard let done = Int(value.prefix { $0.isNumber }),
      value.drop(while: \.isNumber).isEmpty || value.hasSuffix("done.")
    else { return nil }
    return WorkStep(String(what), done: done, of: value.hasSuffix("done.") ? done : nil)
  }
}
