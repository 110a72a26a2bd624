/// The outcome of a push.
enum PushOutcome: Hashable {
  /// The remote has everything.
  case done
  /// Somebody else pushed first: unite and try again.
  case behind
  /// The remote refused, with the reason and a hint.
  case refused(String, hint: String? = nil)
  /// The remote could not be reached, with git's message.
  case unreachable(String)

  /// Parses the result of `git push --porcelain`.
  ///
  /// - Parameters:
  ///   - status: its exit status.
  ///   - output: its standard output, a line per reference: flag, references, summary.
  ///   - errors: its standard error, including the remote's own messages.
  init(status: Int32, output: String, errors: String) {
    if status == 0 {
      self = .done
      return
    }
    let rejected = output.split(separator: "\n").filter { $0.hasPrefix("!") }
    let contention = [
      "fetch first", "non-fast-forward", "stale info", "cannot lock ref", "failed to update ref",
      "incorrect old value", "failed to lock", "reference already exists", "already exists",
      "atomic push failed", "atomic transaction failed",
      // Another reference with the same ending appeared since the remote was listed.
      "matches more than one",
    ]
    let hook = rejected.contains { $0.contains("hook declined") }
    let said = errors.split(separator: "\n")
      .filter { $0.hasPrefix("remote:") }
      .map { Self.trimmed($0.dropFirst("remote:".count)) }
      .filter { !$0.isEmpty }
    let hints = said.filter { $0.hasPrefix(JudgeHooks.hintMark) }
      .map { $0.dropFirst(JudgeHooks.hintMark.count) }
    let words = said.filter { !$0.hasPrefix(JudgeHooks.hintMark) }.joined(separator: "; ")
    if hook {
      self = .refused(
        words.isEmpty ? "a hook of the remote declined the push" : words,
        hint: hints.isEmpty ? nil : hints.joined(separator: "; "))
    } else if contention.contains(where: { output.contains($0) || errors.contains($0) }) {
      // The remote may report the lost race in its own words only.
      self = .behind
    } else if !rejected.isEmpty {
      let reasons = rejected.compactMap { line in
        line.split(separator: "\t").last.map(String.init)
      }
      self = .refused(words.isEmpty ? reasons.joined(separator: "; ") : words)
    } else {
      self = .unreachable(errors.split(separator: "\n").suffix(2).joined(separator: "; "))
    }
  }

  /// Returns a message of the remote without git's padding to the width of a terminal.
  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Returns whether a concurrent repack or prune removed a file that git was writing or reading.
  ///
  /// Another attempt writes the file again.
  static func isDisturbed(_ words: String) -> Bool {
    [
      "failed to write object", "unable to rename temporary", "unable to write file",
      "invalid index-pack output", "bad pack", "unpacker error", "bad object",
      "failed to read delta-pack base object", "unresolved deltas", "unable to migrate objects",
      "tmp_objdir",
    ].contains { words.contains($0) }
  }
}
