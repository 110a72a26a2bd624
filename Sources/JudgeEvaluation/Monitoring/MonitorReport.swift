public import JudgeJSON
package import JudgeRecords
package import JudgeWork

/// The figures of one judge version over time, and the test for a drift.
public struct MonitorReport: Sendable {
  /// The two windows of a drift test.
  public struct Windows: Sendable {
    /// The window that is known to be good.
    public var reference: MonitorWindow
    /// The window that is tested; `nil` for the latest period outside of the reference.
    public var tested: MonitorWindow?

    /// Creates the windows.
    public init(reference: MonitorWindow, tested: MonitorWindow? = nil) {
      self.reference = reference
      self.tested = tested
    }
  }

  /// The judge: `NAME@vN`, or the first digits of its hash.
  public let judge: String
  /// How the traces are divided.
  public let period: MonitorPeriod
  /// The figures of each period, the oldest first, traces without a period last.
  public let rows: [MonitorRow]
  /// The figures of all traces.
  public let all: MonitorRow
  /// The drift test, if a reference window was given.
  public let drift: DriftTest?
  /// The names of the two windows of the drift test.
  public let windows: (reference: String, tested: String)?
  /// The look at held-out traces that the agreement needed.
  public package(set) var look: TestSetLook = .none
  /// Notes for the reader.
  public package(set) var notes: [String] = []

  /// Whether the verdicts drifted.
  public var hasDrifted: Bool { drift?.hasDrifted ?? false }

  /// Measures a judge.
  ///
  /// - Parameters:
  ///   - traces: the traces.
  ///   - judge: the name of the judge in the report.
  ///   - body: the judge.
  ///   - period: how to divide the traces.
  ///   - rates: its rates on held-out traces, or `nil` if they are unknown.
  ///   - windows: the windows of a drift test.
  ///   - limits: the limits of a drift.
  /// - Throws: `JudgeFailure` if a window has no verdict, or if the windows overlap.
  package init(
    _ traces: [MonitoredTrace], judge: String, body: JudgeBody, by period: MonitorPeriod,
    rates: HeldOutRates?, windows: Windows? = nil, limits: DriftTest.Limits = .init()
  ) throws(JudgeFailure) {
    self.judge = judge
    self.period = period
    let isNumeric = body.pass.isEmpty && [.int, .float].contains(body.valueType)
    func row(_ name: String?, _ part: [MonitoredTrace]) -> MonitorRow {
      MonitorRow(name, part, pass: body.pass, isNumeric: isNumeric, rates: rates)
    }
    let parts = Dictionary(grouping: traces, by: \.period)
    let names = parts.keys.compactMap(\.self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    rows = names.map { row($0, parts[$0] ?? []) } + (parts[nil].map { [row(nil, $0)] } ?? [])
    all = row(nil, traces)
    guard let windows else {
      (drift, self.windows) = (nil, nil)
      return
    }
    let judged = traces.filter { $0.verdict != nil }
    let tested: MonitorWindow
    if let given = windows.tested {
      tested = given
    } else {
      tested = try Self.latest(judged, outside: windows.reference)
    }
    let first = try Self.part(judged, in: windows.reference)
    let second = try Self.part(judged, in: tested)
    guard !judged.contains(where: { $0.isIn(windows.reference) && $0.isIn(tested) }) else {
      throw JudgeFailure(
        .usage,
        "the window \(tested.text) overlaps with the reference window \(windows.reference.text)",
        remedy: "choose windows without common traces")
    }
    let columns = DriftColumns(body, reference: first.compactMap { $0.verdict?.value })
    func outcomes(_ part: [MonitoredTrace]) -> [DriftTest.Outcome] {
      part.map { DriftTest.Outcome(group: $0.group, column: columns.name(of: $0.verdict?.value)) }
    }
    drift = DriftTest(outcomes(first), outcomes(second), limits: limits)
    self.windows = (windows.reference.text, tested.text)
  }

  private static func part(
    _ judged: [MonitoredTrace], in window: MonitorWindow
  ) throws(JudgeFailure) -> [MonitoredTrace] {
    let part = judged.filter { $0.isIn(window) }
    guard part.isEmpty else { return part }
    throw JudgeFailure(
      .notFound, "the window \(window.text) has no verdict of this judge",
      remedy: .anyOf([MonitorWindow.advice, .run(.runJudge, to: "judge its traces")]))
  }

  /// Returns the period with the latest trace outside of the reference window.
  private static func latest(
    _ judged: [MonitoredTrace], outside reference: MonitorWindow
  ) throws(JudgeFailure) -> MonitorWindow {
    let others = judged.filter { !$0.isIn(reference) && $0.period != nil }
    let last = others.max { ($0.time?.milliseconds ?? .min) < ($1.time?.milliseconds ?? .min) }
    guard let name = last?.period else {
      throw JudgeFailure(
        .notFound, "all verdicts are in the reference window \(reference.text)",
        remedy: .run(.runJudge, to: "judge later traces"))
    }
    return MonitorWindow(period: name)
  }

  /// The report as JSON with stable keys.
  public var json: JSONValue {
    var test = drift?.json.objectValue
    test?["reference"] = windows.map { .string($0.reference) } ?? .null
    test?["window"] = windows.map { .string($0.tested) } ?? .null
    return [
      "judge": .string(judge), "by": .string(period.text), "periods": .array(rows.map(\.json)),
      "all": all.json, "drift": test.map { .object($0) } ?? .null, "test_set": look.json,
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}

extension MonitoredTrace {
  fileprivate func isIn(_ window: MonitorWindow) -> Bool {
    window.contains(time: time, period: period)
  }
}
