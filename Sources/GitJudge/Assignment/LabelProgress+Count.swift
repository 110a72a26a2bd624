import JudgeIndex
import JudgeRecords

extension LabelProgress {
  /// Counts the progress on a question.
  ///
  /// - Parameters:
  ///   - name: the feedback name.
  ///   - batches: the batches to count.
  ///   - traces: the existing traces of the experiment.
  ///   - answers: the answers to the question.
  ///   - marks: the skips and flags on the question.
  ///   - guidelines: the versions of its guideline; `nil` treats every label as one of the current
  ///     version.
  init(
    name: String, batches: [AssignedBatch], traces: [String], answers: [Answer],
    marks: [LabelMark], guidelines: GuidelineVersions? = nil
  ) {
    self.name = name
    self.batches = batches.map(\.assignment.batch)
    var facts = Facts(answers: answers, marks: marks, guidelines: guidelines)
    var rows = TextMap<Row>()
    var present = TextMap<Bool>()
    for trace in traces { present[trace] = true }
    let given = facts.labelled
    facts.reopen(batches)
    let duties = Duties(batches, present: present)
    for (source, own) in duties.bySource {
      var row = Row(sourceID: source)
      for (trace, isRepeated) in own {
        let key = Facts.Key(trace: trace, source: source)
        row.assigned += 1
        let isDone = facts.labelled.contains(key)
        if isDone { row.done += 1 }
        if !isDone, facts.skipped.contains(key) { row.skipped += 1 }
        guard isRepeated else { continue }
        // A reviewer who skips a trace is not asked for a second label either.
        if isDone || !facts.skipped.contains(key) { row.repeats += 1 }
        if facts.repeated.contains(key) { row.repeated += 1 }
      }
      row.hasLeft = duties.current[source] == nil
      rows[source] = row
    }
    // Reviewers without traces to label are listed too, as in the batch.
    for source in duties.current.keys where rows[source] == nil {
      rows[source] = Row(sourceID: source)
    }
    for key in facts.older.keys {
      rows[key.source, default: Row(sourceID: key.source)].older += 1
    }
    for key in given {
      rows[key.source, default: Row(sourceID: key.source)].labels += 1
    }
    for key in facts.flagged {
      rows[key.source, default: Row(sourceID: key.source)].flagged += 1
    }
    reviewers = rows.values
    self.traces = batches.isEmpty ? traces.count : duties.wanted.count
    complete =
      batches.isEmpty
      ? facts.labels.count
      : duties.wanted.count { trace, wanted in facts.labels[trace] ?? 0 >= wanted }
  }

  /// The traces that reviewers are to label, over several batches.
  private struct Duties {
    /// The traces by source id, and whether a second label is wanted.
    var bySource = TextMap<TextMap<Bool>>()
    /// The number of labels that each trace is to get.
    var wanted = TextMap<Int>()
    /// The people who are reviewers of a batch now.
    var current = TextMap<Bool>()

    init(_ batches: [AssignedBatch], present: TextMap<Bool>) {
      for batch in batches {
        for reviewer in batch.assignment.reviewers { current[reviewer] = true }
        for seat in batch.seats.seats where present[seat.traceID] != nil {
          wanted[seat.traceID] = max(wanted[seat.traceID] ?? 0, seat.reviewers.count)
          for reviewer in seat.reviewers {
            let isRepeated = batch.seats.isRepeated(seat.traceID, by: reviewer)
            let known = bySource[reviewer]?[seat.traceID] ?? false
            bySource[reviewer, default: TextMap()][seat.traceID] = known || isRepeated
          }
        }
      }
    }
  }

  /// The labels and marks so far, by reviewer.
  private struct Facts {
    struct Key: Hashable {
      let trace: String
      let source: String
    }

    var labelled = Set<Key>()
    var repeated = Set<Key>()
    var skipped = Set<Key>()
    var flagged = Set<Key>()
    /// The versions of labels that are not of the current guideline.
    var older: [Key: ContentID] = [:]
    /// The number of labels of each trace.
    var labels = TextMap<Int>()

    init(answers: [Answer], marks: [LabelMark], guidelines: GuidelineVersions?) {
      for answer in answers where answer.isPersons {
        let key = Key(trace: answer.traceID, source: answer.source.id)
        switch answer.standing {
        case .counts:
          if labelled.insert(key).inserted { labels[answer.traceID, default: 0] += 1 }
          let version = guidelines?.version(guideline: answer.guideline, rubric: answer.rubric)
          if let version, version != guidelines?.currentHash { older[key] = version }
        case .repeated: repeated.insert(key)
        default: break
        }
      }
      for mark in marks {
        let key = Key(trace: mark.traceID, source: mark.sourceID)
        switch mark.kind {
        case .skip: skipped.insert(key)
        case .flag: flagged.insert(key)
        }
      }
    }

    /// Treats labels of older guidelines as missing, if a batch asks for them again.
    mutating func reopen(_ batches: [AssignedBatch]) {
      for batch in batches where batch.assignment.guideline != nil {
        for seat in batch.seats.seats {
          for reviewer in seat.reviewers {
            let key = Key(trace: seat.traceID, source: reviewer)
            guard batch.asksAgain(older[key]), labelled.remove(key) != nil else { continue }
            labels[seat.traceID, default: 1] -= 1
          }
        }
      }
    }
  }
}
