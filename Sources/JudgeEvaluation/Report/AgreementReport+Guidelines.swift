import JudgeAgreement
import JudgeJSON
public import JudgeRecords

extension AgreementReport {
  /// The agreement of people under one version of the guideline.
  public struct GuidelineRow: Sendable {
    /// The version, or `nil` for labels that do not name one.
    public let version: ContentID?
    /// Whether it is the current version.
    public let isCurrent: Bool
    /// Whether its labels count in the figures of the report.
    public let isUsed: Bool
    /// The number of labels.
    public let labels: Int
    /// The number of people who gave them.
    public let reviewers: Int
    /// The number of traces with these labels.
    public let traces: Int
    /// The share of pairs of reviewers of the same trace who agree, from 0 to 1.
    ///
    /// `nil` if every trace has labels of fewer than two reviewers.
    public let observedAgreement: Double?
    /// Krippendorff's alpha, nominal.
    public let alpha: Double?

    /// Measures the labels of one version.
    package init(version: ContentID?, isCurrent: Bool, isUsed: Bool, set: LabelledSet) {
      self.version = version
      self.isCurrent = isCurrent
      self.isUsed = isUsed
      labels = set.table.ratings.count
      reviewers = set.reviewers.count
      traces = set.traces.count
      observedAgreement = set.table.observedAgreement.value
      alpha = (try? set.table.krippendorffAlpha(.nominal)) ?? nil
    }

    /// The row as JSON with stable keys.
    var json: JSONValue {
      [
        "version": version.map { .string($0.hex) } ?? .null, "current": .bool(isCurrent),
        "used": .bool(isUsed), "labels": .number(Double(labels)),
        "reviewers": .number(Double(reviewers)), "traces": .number(Double(traces)),
        "observed_agreement": .figure(observedAgreement), "krippendorff_alpha": .figure(alpha),
      ]
    }
  }
}
