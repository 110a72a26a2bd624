import GitJudge

extension JudgeSourceOptions {
  /// Returns the body that the options describe.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - timeout: the maximum number of seconds per row for a program; `nil` for the default.
  ///   - repository: the repository for finding the members of an ensemble.
  /// - Returns: the body.
  /// - Throws: `JudgeFailure` for files that cannot be read or settings that do not fit.
  func body(
    _ name: String, timeout: Double?, in repository: JudgeRepository
  ) async throws -> JudgeBody {
    var body: JudgeBody
    if let from {
      body = try JudgeFile.read(try LocalFile.readFile(from), path: from, name: name)
    } else if let builtin {
      body = try builtIn(builtin, name)
    } else if let prompt {
      let text = try TextArgument.file(prompt)
      body = try PromptMetric.body(
        name, prompt: text, assessmentType: assessmentType, threshold: threshold,
        inclusive: inclusive)
    } else if let exec {
      body = try repository.programs.programBody(
        name, command: Self.words(exec), timeout: timeout)
    } else if let ensemble {
      var members: [JudgeBody] = []
      for text in try ListArgument.items(member, of: "--member") {
        members.append(try await repository.judges.find(named: text).body)
      }
      let bodies = members
      body = try EnsembleBody.make(name, ensemble.method, bodies)
    } else if !guideline.isEmpty {
      body = GuidelinesBody.make(name, guideline, ofSession: session)
    } else if let guidelines {
      let rules = try GuidelinesFile(try LocalFile.readFile(guidelines), path: guidelines)
      body =
        rules.named.isEmpty
        ? GuidelinesBody.make(name, rules.list, ofSession: session)
        : GuidelinesBody.make(name, named: rules.named, ofSession: session)
    } else {
      body = JudgeBody(name: name, instructions: "")
    }
    if let instructions {
      body.instructions = try TextArgument.read(instructions, of: "--instructions")
    }
    return body
  }

  private func builtIn(_ builtin: String, _ name: String) throws -> JudgeBody {
    let ofRules = GuidelinesBody.ofRules
    let known = BuiltInCatalog.canonical(builtin)
    let isOlderName = ["guideline_adherence", "global_guideline_adherence"].contains(known)
    if let isSession = ofRules[known] ?? (isOlderName && !guideline.isEmpty ? false : nil) {
      guard !guideline.isEmpty else {
        throw JudgeFailure(.usage, "\(builtin) needs its rules: give --guideline TEXT")
      }
      return GuidelinesBody.make(name, guideline, ofSession: isSession)
    }
    let settings = try SettingArgument.object(set)
    if BuiltInCatalog.entry(named: builtin) != nil,
      let fault = BuiltInCatalog.fault(of: settings, for: builtin)
    {
      throw JudgeFailure(.usage, "--set: \(fault)")
    }
    guard var body = BuiltInCatalog.body(named: builtin, settings: settings) else {
      let names = BuiltInCatalog.all.map(\.name) + ofRules.keys
      throw JudgeFailure(
        .notFound, "there is no built-in judge \"\(builtin)\"",
        remedy: "there are: \(names.sorted().joined(separator: ", "))")
    }
    body.name = name
    return body
  }
}
