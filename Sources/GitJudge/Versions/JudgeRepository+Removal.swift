import JudgeIndex
import JudgeRecords

extension JudgeRepository {
  /// Every registered version with the labels that taught it, in the order of their names.
  func lineages() async throws -> [(label: String, lineage: Lineage)] {
    let fold = try await versions()
    let experiments = try await experiments(includeDeleted: true)
    let several = Set(fold.versions.keys.map(\.experiment)).count > 1
    var result: [(label: String, lineage: Lineage)] = []
    for (name, versions) in fold.versions {
      let place = experiments.first { $0.id == name.experiment }?.name ?? name.experiment.prefix(12)
      for version in versions {
        // A body that cannot be read has nothing to say; `fsck` names it.
        guard let body = try? await judgeBody(version.value.judge) else { continue }
        let label = "\(name.name)@v\(version.number)"
        result.append((several ? "\(place)/\(label)" : label, Lineage(body)))
      }
    }
    return result.sorted { $0.label.utf8.lexicographicallyPrecedes($1.label.utf8) }
  }

  /// Looks up what is to be taken out.
  ///
  /// - Parameters:
  ///   - targets: as a person names them.
  ///   - lineages: the judges whose labels may be taken out.
  /// - Returns: the removal.
  /// - Throws: `JudgeError` for what neither the store nor a judge knows (3).
  func removal(
    _ targets: [UnalignTarget], among lineages: [Lineage]
  ) async throws -> Removal {
    let index = try await caughtUp()
    let ids = lineages.reduce(into: Set<String>()) { $0.formUnion($1.labels) }
    let labels = try await index.labels(ids: ids)
    let mentioned = lineages.reduce(into: Set(labels.values.map(\.traceID))) {
      $0.formUnion($1.traces)
    }
    let traces = try await index.traces(ids: mentioned.sorted())
    let whole = Set(traces.filter { $0.record != nil }.map(\.id))
    var removal = Removal(
      known: .init(labels: labels, hiddenTraces: mentioned.subtracting(whole)))
    for target in targets {
      switch target {
      case .trace(let text):
        let id =
          mentioned.contains(text) ? text : try await trace(text, includeDeleted: true).id
        removal.traces.insert(id)
      case .label(let text):
        removal.labels.insert(ids.contains(text) ? text : try await label(text).id)
      case .reviewer(let source):
        guard try await index.hasLabels(of: source) else {
          let sources = Set(labels.values.map(\.label.assessment.source.id)).sorted()
          throw JudgeError(
            .notFound, "nobody named \(source) has labelled anything",
            hint: sources.isEmpty
              ? nil : "the versions learned from: \(sources.joined(separator: ", "))")
        }
        removal.sources.insert(source)
      case .redacted:
        let some = try await index.values(of: Redaction.self)
        // Without a redaction what is missing was lost, and may come back.
        removal.redacted = !some.isEmpty
      }
    }
    return removal
  }
}
