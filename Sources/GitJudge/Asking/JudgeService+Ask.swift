import JudgeEvaluation
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

extension JudgeService {
  /// Asks a judge about one case, and records nothing.
  ///
  /// - Parameters:
  ///   - name: the judge, as in ``JudgeService/find(named:)``.
  ///   - source: the case.
  ///   - opensTest: whether a labelled trace of the held-out part may be asked about. This is
  ///     recorded as a look.
  /// - Returns: the answer, which may be an error of this case.
  /// - Throws: `JudgeFailure` for a judge that cannot be asked, and a case that cannot be read.
  public func ask(
    _ name: String, _ source: CaseSource, opensTest: Bool = false
  ) async throws -> CaseAnswer {
    let desk = try await desk(name)
    switch source {
    case .trace(let id):
      let trace = try await repository.traces.find(id)
      let warning = try await heldOut(trace, asked: name, opensTest: opensTest)
      var answer = await desk.answer(trace)
      if let warning { answer.warnings.append(warning) }
      return answer
    case .fields(let fields):
      do throws(ImportError) {
        let row = try RowReader().row(fields, line: 1).row
        return await desk.answer(row, named: row.id != "row-1")
      } catch { throw JudgeFailure(.invalid, error.description) }
    case .file(let path):
      let bytes = try LocalFile.readFile(path)
      let answer = await desk.answer(try Self.onlyCase(bytes, path), isLine: false)
      guard answer.verdict.error?.code == CaseDesk.invalidCase else { return answer }
      throw JudgeFailure(
        .invalid, "\(Self.shown(path)): \(answer.verdict.error?.message ?? "is not a case")",
        remedy:
          "a case is {\"inputs\": …, \"outputs\": …}, with expectations if the judge needs them"
      )
    }
  }

  /// Asks a judge about each line of a file as it comes, and records nothing.
  ///
  /// - Parameters:
  ///   - name: the judge.
  ///   - path: a file of JSON lines, or `-` for standard input.
  ///   - answered: receives the answers in the order of the lines, each as soon as it and those
  ///     before it are available.
  /// - Returns: the number of cases and errors.
  /// - Throws: `JudgeFailure` for a judge that cannot be asked, and a file that cannot be read.
  public func ask(
    _ name: String, lines path: String, answered: @escaping @Sendable (CaseAnswer) -> Void
  ) async throws -> CaseTally {
    let desk = try await desk(name)
    var lines = try InputLines(path)
    let places = Places(max(1, repository.callOptions.concurrency))
    let (pending, queue) = AsyncStream.makeStream(of: Task<CaseAnswer, Never>.self)
    let writing = Task {
      var tally = CaseTally()
      for await task in pending {
        let answer = await task.value
        answered(answer)
        tally.add(answer)
        await places.give()
      }
      return tally
    }
    do {
      while let documents = try await lines.next() {
        for document in documents {
          await places.take()
          queue.yield(Task { await desk.answer(document) })
        }
      }
    } catch {
      queue.finish()
      _ = await writing.value
      throw error
    }
    queue.finish()
    return await writing.value
  }

  /// Returns a note on a labelled trace of the held-out part: a warning if no look is recorded.
  private func heldOut(
    _ trace: Trace, asked name: String, opensTest: Bool
  ) async throws -> String? {
    let version = try await find(named: name)
    let question = version.body.feedbackName
    guard !trace.votes(on: question).isEmpty,
      let key = HeldOutSplit.testKey(of: trace, feedbackName: question)
    else { return nil }
    guard opensTest else {
      return
        "people labelled this trace, and it is in the held-out part: do not compare the answer "
        + "with their labels, or open the test set on record"
    }
    let experiment = try await repository.experiments.current(holding: version.name).id
    return try await repository.looks.look(
      at: question, in: experiment, [version.hash: [key]], .opened
    ).note
  }

  private func desk(_ name: String) async throws -> CaseDesk {
    let judge = try await callable(name)
    return CaseDesk(
      judge, keeper: try await repository.evaluations.verdictGuard(),
      warnings: repository.models.unsentParameters(of: [judge]))
  }

  /// Returns the only document of a file.
  private static func onlyCase(
    _ bytes: [UInt8], _ path: String
  ) throws -> DocumentSplitter.Document {
    var splitter = DocumentSplitter()
    let documents = splitter.feed(bytes) + splitter.finish()
    guard let first = documents.first else {
      throw JudgeFailure(
        .invalid, "\(shown(path)): there is no case", remedy: "a case is one JSON object")
    }
    guard documents.count == 1 else {
      throw JudgeFailure(
        .invalid, "\(shown(path)): line \(documents[1].line): a second case begins here",
        remedy: .run(.askMany, to: "ask about many cases, one per line"))
    }
    return first
  }

  private static func shown(_ path: String) -> String {
    path == "-" ? "standard input" : path
  }
}
