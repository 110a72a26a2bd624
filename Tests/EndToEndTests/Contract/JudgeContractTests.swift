import Testing

/// The keys of `new`, `align`, `register`, `evaluate`, `learning-curve` and `fsck`.
@Suite struct JudgeContractTests {
  @Test func align() throws {
    let aligned = try AlignedSet.shared.get().aligned
    expect(
      aligned,
      has: [
        "judge": .text, "optimizer": .text, "improved": .bool, "selection": .object,
        "base": .object, "aligned": .object, "relative_accuracy_gain": .optional(.number),
        "relative_error_reduction": .optional(.number), "mcnemar_p": .number, "split": .object,
        "hash": .text, "report": .text,
      ])
    expect(
      aligned["selection"],
      has: [
        "method": .text, "n": .number, "base_accuracy": .number, "aligned_accuracy": .number,
        "difference_lower_95": .number,
      ])
    for side in ["base", "aligned"] {
      expect(
        aligned[side],
        has: ["n": .number, "accuracy": .number, "cohen_kappa": .optional(.number)])
    }
    expect(
      aligned["split"],
      has: ["train": .number, "test": .number, "groups": .number, "test_openings": .number])
    #expect(aligned["judge"] == "tone")
    #expect(aligned["optimizer"] == "calibration")
    #expect(aligned["selection", "method"] == "cross-validation")
    #expect(aligned["improved"] == true, "a reversed judge is easily put right: \(aligned.line)")
    #expect(aligned["split", "test_openings"] == 1)
    let (train, test) = (aligned["split", "train"]?.int, aligned["split", "test"]?.int)
    #expect((train ?? 0) + (test ?? 0) == 80)
  }

  @Test func run() throws {
    let run = try AlignedSet.shared.get().run
    expect(run, has: ["run": .text, "n": .number, "errors": .number])
    #expect(run["n"] == 80)
    #expect(run["errors"] == 0)
  }

  @Test func register() throws {
    let set = try AlignedSet.shared.get()
    expect(
      set.registered, has: ["judge": .text, "version": .number, "hash": .text, "tag": .text])
    #expect(set.registered["version"] == 2)
    #expect(set.registered["hash"] == set.aligned["hash"])
    let tag = try #require(set.registered["tag"]?.text)
    #expect(tag == "judge/support/tone/v2")
    #expect(try set.repository.git("cat-file", "-t", "refs/tags/\(tag)").trimmed == "tag")
    #expect(try set.repository.json("show", "tone@v2")["hash"] == set.aligned["hash"])
  }

  @Test func fsck() throws {
    let repository = try AlignedSet.shared.get().repository
    let checked = try repository.json("fsck", "--deep")
    expect(checked, has: ["ok": .bool, "checked": .number, "problems": .list])
    #expect(checked["ok"] == true)
    #expect(checked["problems"] == [])
    #expect((checked["checked"]?.int ?? 0) > 160)
  }

  @Test func learningCurve() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(40))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    let curve = try repository.json(
      "learning-curve", "tone", "--optimizer", "calibration", "--sizes", "10,20", "--seeds", "2",
      "--split", "random")
    expect(
      curve,
      has: [
        "judge": .text, "optimizer": .text, "split": .text, "train_only": .bool,
        "calls": .number, "cached": .number, "cost": .optional(.number), "seconds": .number,
      ])
    #expect(curve["calls"] == 0, "recorded verdicts call nothing")
    let sizes = try #require(curve["sizes"]?.list)
    #expect(sizes.compactMap { $0["n"]?.int } == [10, 20])
    for size in sizes {
      expect(
        size,
        has: [
          "n": .number, "seeds": .number, "base_accuracy": .number, "aligned_accuracy": .number,
          "relative_gain_mean": .optional(.number), "relative_gain_sd": .optional(.number),
          "won": .number, "lost": .number,
        ])
      #expect(size["seeds"] == 2)
    }
  }
}
