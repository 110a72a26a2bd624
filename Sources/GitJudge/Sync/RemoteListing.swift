import JudgeStore

/// What a remote holds of a store: the branch and the tags, as `git ls-remote` says.
struct RemoteListing: Hashable {
  /// The tip of the branch, or `nil` if the remote has none.
  var tip: String?
  /// The objects of the tags, by full reference name.
  var tags: [String: String] = [:]
  /// Branches that do not let the store's branch exist: `judge/x` beside `judge`.
  var blocking: [String] = []
  /// References whose names end in those of the branch or of version tags: git takes one for the
  /// other when it pushes.
  var colliding: [String] = []

  /// Reads `git ls-remote` output.
  ///
  /// - Parameters:
  ///   - lines: `<object>\t<reference>`; peeled tags (`^{}`) are passed over.
  ///   - branch: the branch's name.
  init(lines: [Substring], branch: String) {
    for line in lines {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, !parts[1].hasSuffix("^{}") else { continue }
      let name = String(parts[1])
      if name == "refs/heads/\(branch)" {
        tip = String(parts[0])
      } else if name.hasPrefix("refs/heads/\(branch)/") {
        blocking.append(name)
      } else if name == "refs/tags/judge" || name.hasPrefix("refs/tags/judge/") {
        tags[name] = String(parts[0])
      } else if ReferenceRules.meant(by: name, branch: branch) != nil {
        colliding.append(name)
      }
    }
  }
}

extension RemoteListing {
  /// Whether the remote can have a reference beside those that it has: git keeps `a` as a file and
  /// `a/b` in a folder of that name.
  func admits(_ name: String) -> Bool {
    guard tags[name] == nil else { return false }
    return !tags.keys.contains { $0.hasPrefix(name + "/") || name.hasPrefix($0 + "/") }
  }

  /// Takes over what a fetch brought.
  ///
  /// - Parameters:
  ///   - now: the clone's copy of the remote after the fetch.
  ///   - before: the same before the first fetch: tags in it may have gone at the remote since.
  mutating func update(with now: RemoteListing, since before: RemoteListing) {
    if let tip = now.tip { self.tip = tip }
    for (name, object) in now.tags where before.tags[name] != object { tags[name] = object }
  }
}

/// How a push ended.
enum PushOutcome: Hashable {
  /// Everything is there.
  case done
  /// Somebody else was faster: unite and try again.
  case behind
  /// The remote said no, why, and what can be done.
  case refused(String, hint: String? = nil)
  /// The remote was not reached.
  case unreachable(String)

  /// Reads what `git push --porcelain` said.
  ///
  /// - Parameters:
  ///   - status: its exit status.
  ///   - output: its standard output, a line per reference: flag, references, summary.
  ///   - errors: its standard error, the remote's own words among it.
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
      // Another reference that ends so appeared since the remote was asked.
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

  /// git pads what a remote says to the width of a terminal.
  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
