public import JudgeAlignment
public import JudgeCharts
public import JudgeJSON

extension [LearningCurve.Size] {
  /// Returns the learning curve as a picture.
  ///
  /// - Parameter judge: the name of the judge.
  /// - Returns: the picture.
  public func chart(of judge: String) -> Chart {
    CurveChart(
      title: "Learning curve of \(judge)",
      points: map { size in
        let count = Double(Swift.max(size.seeds.count, 1))
        return CurveChart.Point(
          labels: size.n, draws: size.seeds.count,
          base: Estimate(size.seeds.map(\.base).reduce(0, +) / count, size.baseInterval),
          aligned: Estimate(size.seeds.map(\.aligned).reduce(0, +) / count, size.alignedInterval))
      }
    ).chart
  }
}

/// A learning curve that was measured before: the document of `learning-curve --json`.
public struct RecordedCurve: Sendable {
  /// The document.
  public let json: JSONValue
  /// The judge that was aligned.
  public let judge: String
  /// The optimizer.
  public let optimizer: String
  /// Whether only the training part was used.
  public let isTrainingOnly: Bool
  /// The picture.
  public let chart: Chart

  /// Reads a document.
  ///
  /// The value is `nil` if it is no document of a learning curve.
  ///
  /// - Parameter json: the document.
  public init?(_ json: JSONValue) {
    guard let judge = json["judge"]?.stringValue,
      let optimizer = json["optimizer"]?.stringValue, let sizes = json["sizes"]?.arrayValue,
      !sizes.isEmpty, sizes.count <= 100
    else { return nil }
    var points: [CurveChart.Point] = []
    for size in sizes {
      guard let n = size["n"]?.intValue, (1...1_000_000).contains(n) else { return nil }
      func estimate(_ side: String) -> Estimate {
        let ends = size["\(side)_interval"]?.arrayValue ?? []
        return Estimate(
          size["\(side)_accuracy"]?.doubleValue, lower: ends.first?.doubleValue,
          upper: ends.count == 2 ? ends[1].doubleValue : nil)
      }
      points.append(
        CurveChart.Point(
          labels: n, draws: size["seeds"]?.intValue ?? 0, base: estimate("base"),
          aligned: estimate("aligned")))
    }
    self.json = json
    self.judge = judge
    self.optimizer = optimizer
    isTrainingOnly = json["train_only"]?.boolValue ?? false
    chart = CurveChart(title: "Learning curve of \(judge)", points: points).chart
  }
}
