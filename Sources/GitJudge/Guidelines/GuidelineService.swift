import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords

/// The guideline versions of a question.
public struct GuidelineService: Sendable {
  let repository: JudgeRepository
}

extension GuidelineService {
  /// Returns the guideline of a question, and the versions that its labels name.
  ///
  /// The text is the question's rubric. If there is none, the text is the judge's instructions,
  /// from the newest version that a person wrote. Instructions that an alignment wrote are not
  /// meant for reviewers.
  ///
  /// - Parameter name: the judge, or a feedback name.
  /// - Returns: the versions.
  /// - Throws: `JudgeFailure`.
  public func versions(_ name: String) async throws -> GuidelineVersions {
    let asked = try await repository.reviews.asked(name)
    return try await versions(of: asked.name, in: asked.experiment)
  }

  func versions(
    of question: String, in experiment: ContentID
  ) async throws -> GuidelineVersions {
    let index = try await repository.caughtUp()
    let written = try await index.values(of: Rubric.self).filter {
      Bytewise.equal($0.value.name, question)
    }
    let judge = try await writtenJudge(asking: question, in: experiment)
    let rubric = try await repository.labels.rubric(ofQuestion: question)
    let text = rubric?.text ?? (judge?.steps.isEmpty == true ? judge?.instructions : nil) ?? ""
    return GuidelineVersions(
      current: LabelGuideline(
        text: text, values: judge.map(Self.choices) ?? [],
        valueType: judge?.valueType ?? .string),
      rubrics: Dictionary(
        written.map { ($0.id, $0.value.text) }, uniquingKeysWith: { first, _ in first }))
  }

  private static func choices(of judge: JudgeBody) -> [JSONValue] {
    judge.values.isEmpty ? judge.ordered : judge.values
  }

  /// Returns the judge body whose instructions are the guideline of a question.
  ///
  /// This is the newest body that a person wrote. If every body was made by an alignment, it is the
  /// newest of those. If several judges answer the question, the judge with the question's name is
  /// used, or else the first judge by name.
  private func writtenJudge(
    asking question: String, in experiment: ContentID
  ) async throws -> JudgeBody? {
    let names = try await repository.judges.fold().versions.filter {
      $0.key.experiment == experiment
    }
    .sorted { left, right in
      let isLeft = Bytewise.equal(left.key.name, question)
      if isLeft != Bytewise.equal(right.key.name, question) { return isLeft }
      return left.key.name.utf8.lexicographicallyPrecedes(right.key.name.utf8)
    }
    var aligned: JudgeBody?
    for (_, versions) in names {
      for version in versions.reversed() {
        // A body that has not arrived yet has no instructions.
        guard let body = try? await repository.judges.judgeBody(version.value.judge),
          Bytewise.equal(body.feedbackName, question)
        else { continue }
        if body.steps.isEmpty { return body }
        aligned = aligned ?? body
      }
    }
    return aligned
  }

  /// Returns the traces with the labels of only one guideline version.
  ///
  /// Decisions stay on traces that still have a label.
  ///
  /// - Parameters:
  ///   - traces: labelled traces.
  ///   - name: the question.
  ///   - experiment: the experiment of its judge.
  ///   - text: `current`, `unknown` or the first digits of a version; `nil` keeps all labels.
  /// - Returns: the traces that have labels of that version, and the version.
  /// - Throws: `JudgeFailure` if no label has the version.
  func restricted(
    _ traces: [Trace], on name: String, in experiment: ContentID, to text: String?
  ) async throws -> (traces: [Trace], choice: GuidelineChoice?) {
    guard let text else { return (traces, nil) }
    let versions = try await versions(of: name, in: experiment)
    var counts: [ContentID?: Int] = [:]
    for trace in traces {
      for vote in trace.votes(on: name) {
        counts[versions.version(of: vote.assessment), default: 0] += 1
      }
    }
    // If there are no labels at all, the caller reports it.
    guard !counts.isEmpty else { return (traces, nil) }
    let choice = try GuidelineChoice(text, of: name, versions, counts: counts)
    return (
      traces.compactMap { trace in
        var trace = trace
        trace.labels.removeAll { label in
          label.assessment.source.type == .human
            && Bytewise.equal(label.assessment.name, name)
            && versions.version(of: label.assessment) != choice.version
        }
        return trace.votes(on: name).isEmpty ? nil : trace
      }, choice
    )
  }

  /// Counts the labels of the experiment that are known to have an older guideline version.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - question: the only question to count, or `nil` for all.
  /// - Returns: one entry per question that has such labels, by name.
  /// - Throws: `JudgeFailure`.
  func olderLabels(
    in experiment: ContentID, on question: String? = nil
  ) async throws -> [OlderLabels] {
    let index = try await repository.caughtUp()
    let counts = try await index.guidelineCounts(in: experiment)
    var known = TextMap<GuidelineVersions>()
    var result = TextMap<OlderLabels>()
    for count in counts where question.map({ Bytewise.equal($0, count.name) }) ?? true {
      guard count.guideline != nil || count.rubric != nil else { continue }
      let versions: GuidelineVersions
      if let found = known[count.name] {
        versions = found
      } else {
        versions = try await self.versions(of: count.name, in: experiment)
        known[count.name] = versions
      }
      guard
        let version = versions.version(guideline: count.guideline, rubric: count.rubric),
        version != versions.currentHash
      else { continue }
      result[count.name, default: OlderLabels(name: count.name, current: versions.currentHash)]
        .bySource[count.sourceID, default: 0] += count.labels
    }
    return result.values
  }

  /// Returns the labels of a question that are known to be of older guideline versions.
  ///
  /// - Parameter name: the judge, or a feedback name.
  /// - Returns: their number by person, or `nil` if there are no such labels.
  /// - Throws: `JudgeFailure`.
  public func olderLabels(_ name: String) async throws -> OlderLabels? {
    let asked = try await repository.reviews.asked(name)
    return try await olderLabels(in: asked.experiment, on: asked.name).first
  }
}
