import GitJudge
import Testing

@Suite("The report card as text")
struct ReportTextTests {
  private func report(_ change: (inout JSONObject) -> Void = { _ in }) -> Report {
    var report = Report(
      type: .alignment, experiment: ContentID(hashing: []), feedbackName: "tone")
    report.figures = [
      "optimizer": "calibration", "improved": true,
      "conclusion": "improved: decided by cross-validation on 70 labelled traces",
      "selection": [
        "method": "cross-validation", "n": 70, "base_accuracy": 0.5, "aligned_accuracy": 0.9,
        "difference_lower_95": 0.31249,
      ],
      "base": [
        "n": 30, "accuracy": 0.5, "accuracy_interval": [0.3315, 0.6685], "cohen_kappa": -0.04,
        "cohen_kappa_interval": .null, "true_positive_rate": 0.25, "true_negative_rate": 1,
        "recall": ["good": 0.25, "bad": 1],
      ],
      "aligned": [
        "n": 30, "accuracy": 0.9, "accuracy_interval": [0.744, 0.9654], "cohen_kappa": 0.8,
        "cohen_kappa_interval": [0.5, 1], "true_positive_rate": 0.875,
        "true_negative_rate": .null, "recall": ["good": 0.875, "bad": 1],
      ],
      "relative_accuracy_gain": 0.8, "relative_error_reduction": -0.05, "mcnemar_p": 0.00002,
      "human_ceiling": .null, "constant_accuracy": 0.6,
      "split": ["train": 70, "test": 30, "groups": 100, "test_openings": 1],
      "seed": 0, "data_commit": "abc", "warnings": ["only 30"],
    ]
    change(&report.figures)
    return report
  }

  @Test("One card, byte for byte")
  func card() {
    #expect(
      ReportText.card(report()) == """
        optimizer             calibration
        result                improved: decided by cross-validation on 70 labelled traces
        decided by            cross-validation, n = 70: 0.500 → 0.900, 95 % lower bound of the \
        difference 0.312
        held out              n = 30, test set opened once, now
        accuracy              0.500 [0.332, 0.669] → 0.900 [0.744, 0.965]
        Cohen's kappa         -0.040  → 0.800 [0.500, 1.000]
        TPR                   0.250  → 0.875 
        TNR                   1.000  → – 
        recall of bad         1.000 → 1.000
        recall of good        0.250 → 0.875
        relative gain         +80.0 %
        error reduction       -5.0 %
        McNemar's p           below 0.001
        most frequent label   0.600
        split                 70 train, 30 test, 100 groups
        seed                  0
        data                  abc
        warning: only 30

        """)
  }

  @Test("Openings are counted, and rates stand only where passing values are declared")
  func variants() {
    let card = ReportText.card(
      report { figures in
        figures["split"] = ["test_openings": 4]
        figures["base"] = ["n": 30, "accuracy": 0.0004]
      })
    #expect(card.contains("test set opened 4 times"))
    #expect(!card.contains("TPR") && card.contains("accuracy              0.000"))
  }

  @Test("What the judge says per value of people, before and after; values nobody got are left out")
  func confusion() {
    let card = ReportText.card(
      report { figures in
        figures["base"] = [
          "n": 30,
          "confusion": [
            "bad": ["verdicts": ["good": 9, "bad": 1], "failures": 2],
            "good": ["verdicts": ["good": 18, "bad": 0], "failures": 0],
          ],
        ]
        figures["aligned"] = [
          "confusion": [
            "bad": ["verdicts": ["good": 2, "bad": 10], "failures": 0],
            "good": ["verdicts": ["good": 18, "bad": 0], "failures": 0],
          ]
        ]
      })
    #expect(
      card.contains(
        """
        people bad            judge bad 1 → 10, good 9 → 2, failed 2 → 0
        people good           judge good 18 → 18

        """))
  }

  @Test("Where no trace decided, nothing is said to have decided")
  func nothingDecided() {
    let card = ReportText.card(
      report { figures in
        figures["selection"] = [
          "method": "validation", "n": 0, "base_accuracy": 0, "aligned_accuracy": 0,
          "difference_lower_95": .null,
        ]
      })
    #expect(!card.contains("decided by  ") && card.contains("\nheld out   "), "\(card)")
  }

  @Test("A program is named by its command, where it made this judge")
  func program() throws {
    var told = report { $0["optimizer"] = "program" }
    told.base = ContentID(hashing: [1])
    var body = try makeJudge(
      name: "tone", instructions: "Rate {{ outputs }}.", values: ["good", "bad"],
      model: "embedded:/lexical"
    ).body
    #expect(ReportText.card(told, of: body).hasPrefix("optimizer             program\n"))
    body.steps = [
      AlignmentStep(
        optimizer: "program", settings: ["command": ["./mine", "--fast"]], seed: 0,
        base: ContentID(hashing: [1]))
    ]
    let card = ReportText.card(told, of: body)
    #expect(card.hasPrefix("optimizer             program ./mine --fast\n"), "\(card)")
    // A step of an alignment before that one says nothing of it.
    told.base = ContentID(hashing: [2])
    #expect(ReportText.card(told, of: body).hasPrefix("optimizer             program\n"))
  }

  @Test("A report that somebody else wrote never stops the program")
  func foreign() {
    let card = ReportText.card(
      report { figures in
        figures["relative_accuracy_gain"] = 1e300
        figures["base"] = ["accuracy": -1e300, "accuracy_interval": [1e19, "x"]]
        figures["split"] = "none"
        figures["warnings"] = [1, "w"]
        figures["calls"] = .number(0x1p62)
        figures["cached"] = .number(0x1p62)
      })
    #expect(card.contains("relative gain         –") && card.contains("warning: w"))
    #expect(
      !ReportText.card(
        Report(
          type: .alignment, experiment: ContentID(hashing: []), feedbackName: "t")
      ).isEmpty)
  }

  @Test(
    "A p-value has three decimals; a tiny one is shown as a bound",
    arguments: [
      (0.0, "below 0.001"), (0.00099999, "below 0.001"), (0.001, "0.001"), (0.0314, "0.031"),
      (0.9996, "1.000"), (1, "1.000"), (nil, "–"), (.nan, "–"), (-0.1, "–"), (1.5, "–"),
    ] as [(Double?, String)])
  func probability(_ value: Double?, _ text: String) {
    #expect(ReportText.probability(value) == text)
  }
}
