/// How accuracy grows with the number of labels: a learning curve with its interval.
package struct CurveChart {
  /// One number of labels.
  package struct Point: Sendable {
    /// The number of labels.
    package var labels: Int
    /// The number of draws.
    package var draws: Int
    /// The mean accuracy of the judge before the alignment.
    package var base: Estimate
    /// The mean accuracy of the aligned judge.
    package var aligned: Estimate

    /// Creates a point.
    package init(labels: Int, draws: Int, base: Estimate, aligned: Estimate) {
      self.labels = labels
      self.draws = draws
      self.base = base
      self.aligned = aligned
    }
  }

  /// The title.
  package var title: String
  /// The points, by the number of labels.
  package var points: [Point]

  /// Creates a picture.
  package init(title: String, points: [Point]) {
    self.title = title
    self.points = points.sorted { $0.labels < $1.labels }
  }

  private var summary: String {
    guard let first = points.first, let last = points.last else { return "No size was measured." }
    return "Mean accuracy on other labelled traces by the number of labels that were drawn: "
      + "\(first.aligned.text) with \(first.labels), \(last.aligned.text) with \(last.labels) "
      + "(before alignment \(last.base.text)). The band is the 95 % interval of the mean over "
      + "\(last.draws) draws."
  }

  /// The chart.
  package var chart: Chart {
    let (left, top, right, bottom) = (44.0, 12.0, 470.0, 250.0)
    return Chart(title, summary: summary, width: 600, height: bottom + 44, table: table) {
      canvas in
      let values = points.flatMap { [$0.base, $0.aligned] }
        .flatMap { [$0.value, $0.lower, $0.upper].compactMap(\.self) }
      let (low, high) = Axis.shares(values)
      let y = Axis(low, high, from: bottom, to: top)
      let x = Axis(0, Double(points.last?.labels ?? 1), from: left, to: right)
      for tick in y.ticks {
        canvas.line(left, y.place(tick), right, y.place(tick), "jc-rule")
        canvas.text(y.text(tick), left - 8, y.place(tick) + 4, "jc-s", .end)
      }
      canvas.text("accuracy", 0, 6, "jc-s")
      canvas.line(left, bottom, right, bottom, "jc-axis")
      var free = 0.0
      for point in points {
        let place = x.place(Double(point.labels))
        canvas.line(place, bottom, place, bottom + 4, "jc-axis")
        // Sizes close to each other have no room for all digits.
        guard place >= free else { continue }
        canvas.text("\(point.labels)", place, bottom + 17, "jc-s", .middle)
        free = place + 28
      }
      canvas.text("labels", (left + right) / 2, bottom + 36, "jc-s", .middle)
      draw(&canvas, x, y, right)
    }
  }

  private func draw(_ canvas: inout Canvas, _ x: Axis, _ y: Axis, _ right: Double) {
    let banded = points.filter { $0.aligned.lower != nil }
    func place(_ point: Point, _ value: Double?) -> (x: Double, y: Double) {
      (x.place(Double(point.labels)), y.place(value ?? 0))
    }
    canvas.path(
      banded.map { place($0, $0.aligned.lower) }
        + banded.reversed().map { place($0, $0.aligned.upper) }, "jc-band", isArea: true)
    let base = points.filter { $0.base.value != nil }
    let aligned = points.filter { $0.aligned.value != nil }
    canvas.path(base.map { place($0, $0.base.value) }, "jc-b1 jc-dash")
    canvas.path(aligned.map { place($0, $0.aligned.value) }, "jc-a")
    for point in base {
      let (px, py) = place(point, point.base.value)
      canvas.circle(px, py, radius: 4, "jc-bdot")
    }
    for point in aligned {
      let (px, py) = place(point, point.aligned.value)
      if let lower = point.aligned.lower, let upper = point.aligned.upper {
        canvas.line(px, y.place(lower), px, y.place(upper), "jc-a")
      }
      canvas.circle(px, py, radius: 4.5, "jc-adot")
    }
    var ends: [(text: String, y: Double)] = []
    if let last = aligned.last { ends.append(("aligned", y.place(last.aligned.value ?? 0) + 4)) }
    if let last = base.last {
      let place = y.place(last.base.value ?? 0) + 4
      let other = ends.first?.y ?? .infinity
      // The two names must not lie on each other.
      let free = abs(place - other) < 14 ? other + (place < other ? -14 : 14) : place
      ends.append(("before alignment", free))
    }
    for end in ends { canvas.text(end.text, right + 12, end.y, "jc-t") }
  }

  private var table: ChartTable {
    var table = ChartTable([
      "labels", "draws", "before", "95 % interval", "aligned", "95 % interval",
    ])
    for point in points {
      table.add([
        "\(point.labels)", "\(point.draws)", point.base.text, point.base.range,
        point.aligned.text, point.aligned.range,
      ])
    }
    return table
  }
}
