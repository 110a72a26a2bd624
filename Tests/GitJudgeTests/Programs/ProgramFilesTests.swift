import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

@Suite("Files that a command names") struct ProgramFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder("git-judge-programs")
    let files = [
      "check.sh", "rules.json", "checks/__init__.py", "checks/tone.py", "app/index.js", "run",
    ]
    for name in files {
      let url = folder.file(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: url)
    }
  }

  @Test(
    "Words, values of options, shell commands and Python modules",
    arguments: [
      (["./check.sh"], ["./check.sh"]), (["sh", "check.sh", "-v"], ["check.sh"]),
      (["sh", "-c", "./check.sh; cat <rules.json"], ["./check.sh", "rules.json"]),
      (["check", "--rules=rules.json"], ["rules.json"]),
      (["python3", "-m", "checks.tone"], ["checks/__init__.py", "checks/tone.py"]),
      (["awk", "-frules.json"], ["rules.json"]), (["javac", "@rules.json"], ["rules.json"]),
      (["node", "app"], ["app/index.js"]), (["run"], []),
      (["./run", "checks", "nothing", ""], ["./run"]), ([], []),
      (["/bin/sh", "/etc/hostname"], []),
    ] as [([String], [String])])
  func named(_ command: [String], _ paths: [String]) {
    #expect(ProgramFiles(namedBy: [command], in: folder.path).paths == paths)
  }

  @Test("Absolute paths and links into the folder count; files outside it do not")
  func absolute() throws {
    let inside = folder.file("check.sh").path
    let link = folder.file("link.sh").path
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/etc/hostname")
    let files = ProgramFiles(namedBy: [["sh", inside, link, "/etc/hostname"]], in: folder.path)
    #expect(files.paths == [inside, link].sorted())
  }

  @Test("Other bytes, a missing file and a new one are noticed") func changes() throws {
    let command = ["sh", "./check.sh", "./later.sh"]
    let files = ProgramFiles(namedBy: [command], in: folder.path)
    #expect(files.changed(in: folder.path) == nil)
    #expect(files.missing(of: ProgramFiles(namedBy: [command], in: folder.path)) == nil)
    try Data("x".utf8).write(to: folder.file("later.sh"))
    #expect(
      files.missing(of: ProgramFiles(namedBy: [command], in: folder.path)) == "./later.sh")
    try Data("x".utf8).write(to: folder.file("check.sh"))
    #expect(files.changed(in: folder.path) == "./check.sh")
    try FileManager.default.removeItem(at: folder.file("check.sh"))
    #expect(files.changed(in: folder.path) == "./check.sh")
  }
}
