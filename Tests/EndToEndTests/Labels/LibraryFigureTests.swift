import FoundationEssentials
import JudgeTestSupport
import Testing

private let libraries = Program.python().flatMap { python in
  python.run(["-c", "import krippendorff, sklearn, irrCAC, pandas"]).status == 0 ? python : nil
}

/// Figures of random sets, ordinal and with holes, equal those of krippendorff, scikit-learn and
/// irrCAC to 1e-9, from the command line.
@Suite(.enabled(if: libraries != nil, "needs krippendorff, scikit-learn and irrCAC"))
struct LibraryFigureTests {
  /// A judge's values, and how people use them.
  struct Kind: Sendable, CustomTestStringConvertible {
    let type: String
    let values: [JSON]
    let ordered: [JSON]?
    var testDescription: String { "\(type) of \(values.count)" }
  }

  static let kinds = [
    Kind(
      type: "string", values: ["Poor", "needs improvement", "good", "Excellent"],
      ordered: ["Poor", "needs improvement", "good", "Excellent"]),
    Kind(type: "int", values: [5, 4, 3, 2, 1], ordered: [1, 2, 3, 4, 5]),
    Kind(type: "float", values: [0, 0.5, 1.25, 10], ordered: nil),
    Kind(type: "bool", values: [true, false], ordered: [false, true]),
    Kind(type: "string", values: ["low", "Low", " low"], ordered: nil),
  ]

  @Test(arguments: kinds)
  func figures(kind: Kind) throws {
    let python = try #require(libraries)
    var random = SeededGenerator(seed: UInt64(kind.values.count) + UInt64(kind.type.count))
    for (traces, reviewers) in [(30, 4), (3, 6), (1, 2)] {
      let repository = try Repository.ready()
      let votes = Self.votes(kind, traces: traces, reviewers: reviewers, &random)
      try repository.load(
        votes.enumerated().map { Samples.line("t\($0)", labels: $1, name: "q") })
      var judge: [String: JSON] = [
        "name": "q", "instructions": "{{ outputs }}", "feedback_value_type": .text(kind.type),
        "labels": .list(kind.values),
      ]
      judge["ordered"] = kind.ordered.map { .list($0) }
      let file = try repository.world.write("judge.json", JSON.object(judge).line)
      try repository.judge("new", "q", "--from", file).expecting(0)
      let report = try repository.json("agreement", "q")
      let input: JSON = [
        "votes": .list(votes.map { .object($0) }), "values": .list(kind.values),
        "ordered": kind.ordered.map { .list($0) } ?? .null, "type": .text(kind.type),
        "report": report,
      ]
      let data = try repository.world.write("input.json", input.line)
      let checked = python.run(["-c", Self.script, data])
      #expect(checked.status == 0, "\(kind.testDescription), \(traces) traces: \(checked.text)")
      #expect(checked.text == "equal\n", "\(checked.text)\(checked.errorText)")
    }
  }

  /// Reviewers who skip, one who saw a single trace, one who always says the same, and a value
  /// that nobody uses.
  private static func votes(
    _ kind: Kind, traces: Int, reviewers: Int, _ random: inout SeededGenerator
  ) -> [[String: JSON]] {
    let used = kind.values.count > 2 ? Array(kind.values.dropFirst()) : kind.values
    return (0..<traces).map { trace in
      var votes: [String: JSON] = [:]
      let usual = used[random.below(used.count)]
      for reviewer in 0..<reviewers {
        let skips = reviewer == reviewers - 1 ? trace > 0 : random.once(in: 4)
        let value = random.once(in: 3) ? used[random.below(used.count)] : usual
        if !skips { votes["reviewer \(reviewer)"] = reviewer == 1 ? used[0] : value }
      }
      return votes
    }
  }

  private static let script = #"""
    import itertools, json, math, sys, warnings
    warnings.filterwarnings("ignore")
    import krippendorff, numpy as np, pandas as pd
    from irrCAC.raw import CAC
    from sklearn.metrics import cohen_kappa_score
    given = json.load(open(sys.argv[1]))
    report, rows, ordered = given["report"], given["votes"], given["ordered"]
    numeric = given["type"] in ("int", "float")
    domain = ordered or (sorted(given["values"]) if numeric else given["values"])
    code = lambda v: next(i for i, d in enumerate(domain) if type(d) == type(v) and d == v
                          or numeric and d == v)
    people = sorted({p for r in rows for p in r})
    bad = []
    def same(name, ours, theirs):
        if theirs is None or (isinstance(theirs, float) and math.isnan(theirs)): theirs = None
        if (ours is None) != (theirs is None) or ours is not None and abs(ours - theirs) > 1e-9:
            bad.append(f"{name}: {ours}, library {theirs}")
    pairs = {(p["a"], p["b"]): p for p in report["cohen_kappa"]}
    kappas = []
    for a, b in itertools.combinations(people, 2):
        both = [(code(r[a]), code(r[b])) for r in rows if a in r and b in r]
        if not both: continue
        for key, weights in (("kappa", None), ("linear", "linear"), ("quadratic", "quadratic")):
            k = None
            if len({v for p in both for v in p}) > 1 and (weights is None or ordered):
                k = float(cohen_kappa_score(*zip(*both), labels=list(range(len(domain))), weights=weights))
            same(f"{a} {b} {key}", pairs[(a, b)][key], k)
            if weights is None and k is not None and not math.isnan(k): kappas.append(k)
    same("mean", report["cohen_kappa_mean"], sum(kappas) / len(kappas) if kappas else None)
    def alpha(level, points, f):
        used = {f(v) for r in rows if len(r) > 1 for v in r.values()}
        if len(used) < 2: return None
        data = [[f(r[p]) if p in r else np.nan for r in rows] for p in people]
        return float(krippendorff.alpha(
            reliability_data=data, level_of_measurement=level, value_domain=points))
    ranks, found = list(range(len(domain))), report["krippendorff_alpha"]
    same("nominal", found["nominal"], alpha("nominal", ranks, code))
    scaled = bool(ordered) or numeric
    same("ordinal", found["ordinal"], alpha("ordinal", ranks, code) if scaled else None)
    points, f = (sorted(map(float, domain)), float) if numeric else (ranks, code)
    same("interval", found["interval"], alpha("interval", points, f) if scaled else None)
    frame = pd.DataFrame([[str(code(r[p])) if p in r else None for p in people] for r in rows if r])
    try: ac1 = float(CAC(frame, digits=15).gwet()["est"]["coefficient_value"])
    except ZeroDivisionError: ac1 = report["gwet_ac1"]
    same("AC1", report["gwet_ac1"], ac1)
    print("\n".join(bad) or "equal")
    """#
}
