import Foundation
import JudgeTestSupport
import Testing

/// Several clones and a bare remote: offline labels unite, and every one of them counts.
@Suite struct SyncTests {
  /// A bare remote, and a first clone with traces and a judge that has synced to it.
  private func team() throws -> (remote: Repository, first: Repository) {
    let world = try Template.world { world in
      let remote = try Repository(world, "team.git", options: ["--bare"])
      let first = try Repository.ready(world, "first")
      try first.git("remote", "add", "origin", remote.path)
      try first.load([Samples.line("a"), Samples.line("b"), Samples.line("c")])
      try first.newJudge("tone", "--values", "bad,good", "--model", "recorded:/gpt")
    }
    return (world.repository("team.git"), world.repository("first"))
  }

  private func clone(_ remote: Repository, _ name: String) throws -> Repository {
    let url = remote.world.folder.file(name)
    try remote.world.run("git", ["clone", "-q", remote.path, url.path]).expecting(0)
    let clone = Repository(remote.world, at: url)
    try clone.git("config", "user.email", "\(name)@example.org")
    try clone.git("config", "user.name", name)
    return clone
  }

  private func label(_ repository: Repository, _ key: String, _ value: String) throws {
    try repository.judge(
      "feedback", "add", try repository.traceID(key), "--name", "tone", "--value", value
    ).expecting(0)
  }

  @Test func theFirstSyncFillsAnEmptyRemoteAndTheNextHasNothingToDo() throws {
    let (remote, first) = try team()
    let done = try first.json("sync")
    #expect(done["fetched"] == 0 && (done["pushed"]?.int ?? 0) > 4)
    #expect(done["tip"]?.text == (try remote.tip()) && done["remote_tip"] == done["tip"])
    #expect(try remote.git("tag", "--list").trimmed == "judge/support/tone/v1")
    let again = try first.json("sync")
    #expect(again["fetched"] == 0 && again["pushed"] == 0 && again["tip"] == done["tip"])
    #expect(try remote.checked().git.status == 0)
  }

  /// Two versions with one number, of two people, on the remote.
  private func collision() throws -> (ann: Repository, bob: Repository, carol: Repository) {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    let people = try ["ann", "bob", "carol"].map { try clone(remote, $0) }
    for (number, person) in people.prefix(2).enumerated() {
      try person.git("branch", "-q", "judge", "origin/judge")
      try person.newJudge("style", "--values", "bad,good", "--model", "recorded:/gpt\(number)")
    }
    let (ann, bob, carol) = (people[0], people[1], people[2])
    try ann.git("push", "-q", "origin", "judge")
    try bob.git("fetch", "-q")
    try bob.git("checkout", "-q", "judge")
    try bob.git("merge", "-q", "--no-edit", "origin/judge")
    try bob.git("push", "-q", "origin", "judge")
    return (ann, bob, carol)
  }

  /// Whoever may not renumber writes nothing, and is told who may.
  @Test func aThirdPersonRenumbersNothing() throws {
    let (ann, bob, carol) = try collision()
    let first = try carol.json("sync")
    let tip = try carol.tip()
    #expect(first["renumbered"]?.list?.isEmpty == true, "\(first)")
    #expect(try carol.git("rev-parse", "origin/judge").trimmed == tip)
    let warnings = try carol.json("sync")["warnings"]?.list?.compactMap(\.text) ?? []
    #expect(try carol.tip() == tip)
    #expect(
      warnings.contains { text in
        text.contains("style") && ["ann", "bob"].contains { text.contains("\($0)@example.org") }
          && text.contains("an owner")
      }, "\(warnings)")
    // One of the two can, and the other one has nothing to do then.
    let moves = try [ann, bob, ann].map { try $0.json("sync")["renumbered"]?.list?.count ?? 0 }
    #expect(moves.reduce(0, +) == 1, "\(moves)")
    try carol.judge("sync").expecting(0)
    #expect(try carol.json("sync")["warnings"]?.list?.isEmpty == true)
    #expect(try carol.json("log", "style")["versions"]?.list?.count == 2)
  }

  /// The record of a renumbering that somebody else has brought keeps nobody from their own.
  @Test func aRenumberingInAdvanceKeepsNobodyOut() throws {
    let (ann, bob, carol) = try collision()
    try carol.git("fetch", "-q")
    try carol.git("checkout", "-q", "-b", "judge", "origin/judge")
    try carol.plumb(
      #"""
      at $tip
      for f in $(git ls-files registrations); do
        f=${f#*/}
        printf %s '{"key":"version","kind":"change","target":{"id":"'${f%.json}'","kind":"registration"},"v":1,"value":2}' > r
        h=$(sha256sum < r | cut -c1-64)
        put changes/${h:0:1}/${h:1:1}/${h:2:1}/${h:3}.json < r
      done
      rm r
      made=$(made $tip); git push -q origin $made:refs/heads/judge
      """#
    ).expecting(0)
    let moves = try [ann, bob].map { try $0.json("sync")["renumbered"]?.list?.count ?? 0 }
    #expect(moves.reduce(0, +) == 1, "\(moves)")
    let again = try [ann, bob].map { try $0.json("sync")["renumbered"]?.list?.count ?? 0 }
    #expect(again == [0, 0])
    #expect(
      try Set(bob.json("log", "style")["versions"]?.list?.compactMap { $0["version"]?.int } ?? [])
        == [1, 2])
  }

  @Test func offlineLabelsOfTwoClonesUnite() throws {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    let (ann, bob) = (try clone(remote, "ann"), try clone(remote, "bob"))
    for key in ["a", "b", "c"] {
      try label(ann, key, "good")
      try label(bob, key, key == "a" ? "bad" : "good")
    }
    #expect(try ann.json("sync")["pushed"] == 3)
    let bobs = try bob.json("sync")
    #expect(bobs["fetched"] == 3 && bobs["pushed"] == 3)
    #expect(try ann.json("sync")["fetched"] == 3)
    #expect(try ann.tip() == remote.tip() && bob.tip() == remote.tip())
    let report = try ann.json("agreement", "tone")
    #expect(report["reviewers"]?.list?.count == 2 && report["traces"] == 3)
    #expect(try ann.json("fsck", "--deep")["ok"] == true)
    let split = try bob.judge("disagreements", "tone", "--json").expecting(0).json().list
    #expect(split?.count == 1 && split?.first?["entropy"] == 1)
  }

  @Test func aVersionNumberTakenMeanwhileIsRenumbered() throws {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    let second = try clone(remote, "second")
    for (repository, value) in [(first, "yes"), (second, "no")] {
      try repository.newJudge("tone", "--values", "bad,good,\(value)")
    }
    try first.judge("sync").expecting(0)
    let done = try second.json("sync")
    #expect(done["renumbered"] == ["tone v2 → v3"])
    #expect(try second.json("show", "tone@v2")["values"] == ["bad", "good", "yes"])
    #expect(try second.json("show", "tone@v3")["values"] == ["bad", "good", "no"])
    try first.judge("sync").expecting(0)
    #expect(try first.json("show", "tone@v3")["values"] == ["bad", "good", "no"])
    let tags = try remote.git("tag", "--list").trimmed.split(separator: "\n")
    #expect(tags.count == 3)
    #expect(try second.json("fsck", "--deep")["ok"] == true)
    #expect(try first.json("fsck", "--deep")["ok"] == true)
  }

  @Test func aVersionIsRenumberedAgainWhereTheNewNumberWasTakenToo() throws {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    let second = try clone(remote, "second")
    try first.newJudge("tone", "--values", "bad,good,a")
    try second.newJudge("tone", "--values", "bad,good,b")
    try first.judge("sync").expecting(0)
    // The second clone renumbers, and does not get it through.
    let hook = remote.url.appending(path: "hooks/pre-receive")
    try Data("#!/bin/sh\nexit 1\n".utf8).write(to: hook)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook.path)
    #expect(try second.judge("sync").status == 3)
    #expect(try second.json("show", "tone@v3")["values"] == ["bad", "good", "b"])
    try FileManager.default.removeItem(at: hook)
    try first.newJudge("tone", "--values", "bad,good,c")
    try first.judge("sync").expecting(0)
    // A tag that was lost on the way is made again.
    try second.git("tag", "-d", "judge/support/tone/v1")
    #expect(try second.json("sync")["renumbered"] == ["tone v3 → v4"])
    try first.judge("sync").expecting(0)
    for clone in [first, second] {
      for (number, value) in [(2, "a"), (3, "c"), (4, "b")] as [(Int, JSON)] {
        #expect(try clone.json("show", "tone@v\(number)")["values"] == ["bad", "good", value])
      }
      #expect(try clone.json("fsck", "--deep")["ok"] == true)
    }
    #expect(try remote.git("tag", "--list").lines.count == 4)
  }

  @Test func storesThatStartedApartUnite() throws {
    let (_, first) = try team()
    try first.judge("sync").expecting(0)
    let remote = Repository(first.world, at: first.world.folder.file("team.git"))
    let other = try Repository.ready(first.world, "other")
    try other.git("remote", "add", "origin", remote.path)
    try other.load([Samples.line("z")])
    let done = try other.json("sync")
    #expect((done["fetched"]?.int ?? 0) > 3)
    try first.judge("sync").expecting(0)
    #expect(try first.tip() == other.tip())
    #expect(try first.json("fsck", "--deep")["ok"] == true)
  }

  @Test func offlineSaysWhatWaits() throws {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    try label(first, "a", "good")
    let away = first.world.folder.file("away.git")
    try FileManager.default.moveItem(at: remote.url, to: away)
    let offline = try first.judge("sync")
    #expect(offline.status == 125, "\(offline.all)")
    #expect(offline.errorText.contains("1 record waits here"))
    try FileManager.default.moveItem(at: away, to: remote.url)
    #expect(try first.json("sync")["pushed"] == 1)
  }

  @Test func locksOfKilledProgramsDoNotStayForever() throws {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    try label(first, "a", "good")
    let old = Date(timeIntervalSinceNow: -60)
    for lock in [
      first.url.appending(path: ".git/refs/heads/judge.lock"),
      first.url.appending(path: ".git/refs/remotes/origin/judge.lock"),
      remote.url.appending(path: "refs/heads/judge.lock"),
    ] {
      try Data().write(to: lock)
      try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: lock.path)
    }
    #expect(try first.json("sync")["pushed"] == 1)
    try label(first, "b", "good")
    #expect(try first.json("sync")["pushed"] == 1)
  }

  @Test func aHookThatSaysNoIsHeard() throws {
    let (remote, first) = try team()
    let hook = remote.url.appending(path: "hooks/pre-receive")
    try Data("#!/bin/sh\necho 'labels are frozen' >&2\nexit 1\n".utf8).write(to: hook)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook.path)
    let refused = try first.judge("sync")
    #expect(refused.status == 3, "\(refused.all)")
    #expect(refused.errorText.contains("labels are frozen"))
    try FileManager.default.removeItem(at: hook)
    try first.judge("sync").expecting(0)
  }

  @Test func whoHasNoRemoteIsTold() throws {
    let repository = try Repository.ready()
    let none = try repository.judge("sync")
    #expect(none.status == 2 && none.errorText.contains("git remote add"))
    #expect(!none.errorText.contains("none") && !none.errorText.contains("name one of"))
    let (_, first) = try team()
    #expect(try first.judge("sync", "nowhere").status == 3)
    #expect(try first.judge("sync", "--", "--upload-pack=touch x").status == 3)
  }

  @Test func manyClonesAtOnceLoseNothing() async throws {
    let (remote, first) = try team()
    try first.judge("sync").expecting(0)
    let clones = try (0..<6).map { try clone(remote, "r\($0)") }
    let ids = try ["a", "b", "c"].map { try first.traceID($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for clone in clones {
        group.addTask {
          for id in ids {
            try clone.judge("feedback", "add", id, "--name", "tone", "--value", "good")
              .expecting(0)
            try clone.judge("sync").expecting(0)
          }
        }
      }
      try await group.waitForAll()
    }
    try first.judge("sync").expecting(0)
    let report = try first.json("agreement", "tone")
    #expect(report["labels"] == 18 && report["reviewers"]?.list?.count == 6)
    #expect(try first.json("fsck", "--deep")["ok"] == true)
    #expect(try remote.checked().git.status == 0)
  }

  @Test func whatASyncMendsIsSaid() throws {
    let (_, first) = try team()
    try label(first, "a", "good")
    try first.judge("sync").expecting(0)
    // Somebody edits one record by hand and takes another away.
    let folder = first.world.folder.file("tree")
    try first.git("worktree", "add", "-q", folder.path, "judge")
    let tree = Repository(first.world, at: folder)
    let edited = try #require(try tree.git("ls-files", "assessments/").lines.first)
    let file = tree.url.appending(path: edited)
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "good", with: "bad").utf8).write(to: file)
    let gone = try #require(try tree.git("ls-files", "traces/").lines.first)
    try tree.git("rm", "-q", gone)
    try tree.git("commit", "-q", "-a", "--no-verify", "-m", "change")
    try first.git("worktree", "remove", "--force", folder.path)
    let done = try first.judge("sync").expecting(0)
    #expect(done.text.contains("mended: \(edited) had been edited"), "\(done.text)")
    #expect(done.text.contains("put back: 1 record"), "\(done.text)")
    let again = try first.json("sync")
    #expect(again["mended"] == [] && again["restored"] == 0 && again["problems"] == [])
    #expect(try first.git("show", "judge:\(edited)").text == text)
  }

  @Test func whoClonesAnEmptyRemoteIsToldHowToBegin() throws {
    let world = try World()
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let cloned = try world.run("git-judge", ["clone", remote.path, "mine"])
    #expect(cloned.status == 3 && cloned.errorText.contains("has no store yet"))
    #expect(cloned.errorText.contains("git judge init -C"), "\(cloned.errorText)")
    let clone = Repository(world, at: world.folder.file("mine"))
    let early = try clone.judge("sync")
    #expect(
      early.status == 3 && early.errorText.contains("`git judge init`, then run `git judge sync`"))
    try clone.judge("init").expecting(0)
    try clone.judge("sync").expecting(0)
    #expect(try remote.tip() == clone.tip())
  }
}
