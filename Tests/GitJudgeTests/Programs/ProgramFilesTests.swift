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
      "checks/a.sh", "checks/sub/b.sh", "bin/tone-check", "Makefile",
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

  @Test(
    "Folders, patterns, quotes and modules as a shell and Python read them",
    arguments: [
      (["sh", "-c", "cd checks && ./a.sh"], ["checks/a.sh"]),
      (["sh", "-c", "cd checks; cd sub; sh b.sh"], ["checks/sub/b.sh"]),
      (["env", "-C", "checks", "./a.sh"], ["checks/a.sh"]),
      (["env", "--chdir=checks", "./a.sh"], ["checks/a.sh"]),
      (["env", "PATH=checks:/usr/bin", "a.sh"], ["checks/a.sh"]),
      (["env", "PYTHONPATH=checks", "python3", "-m", "tone"], ["checks/tone.py"]),
      (["env", "-S", "sh checks/a.sh"], ["checks/a.sh"]),
      (["sh", "-c", "sh checks/?.sh"], ["checks/a.sh"]),
      (["sh", "-c", "for f in checks/*.sh; do sh $f; done"], ["checks/a.sh"]),
      (["bash", "-c", "sh checks/{a,}.sh"], ["checks/a.sh"]),
      (
        ["bash", "-c", "sh checks/{a,b}{.sh,}{,}{,}{,}{,}"],
        ["checks/__init__.py", "checks/a.sh", "checks/tone.py"]
      ),
      (["sh", "-c", "d=checks; $d/a.sh"], ["checks/a.sh"]),
      (["sh", "-c", "sh \"${d}/a.sh\""], ["checks/a.sh"]),
      (["sh", "-c", "x=checks/a.sh,z; sh ${x%,z}"], ["checks/a.sh"]),
      (["sh", "-c", "sh chec\"\"ks/'a'.sh"], ["checks/a.sh"]),
      (["sh", "-c", "sh che\\cks/a.sh"], ["checks/a.sh"]),
      (["sh", "-c", "sh -c 'cd checks; ./a.sh'"], ["checks/a.sh"]),
      (["sh", "-c", "sh\nchecks/a.sh"], ["checks/a.sh"]),
      (["sh", "-c", "sh $PWD/checks/a.sh"], ["checks/a.sh"]),
      (["sh", "/proc/self/cwd/checks/a.sh"], ["checks/a.sh"]),
      (["git", "-c", "alias.x=!checks/a.sh", "x"], ["checks/a.sh"]),
      (["find", "checks", "-name", "a.sh", "-exec", "sh", "{}", ";"], ["checks/a.sh"]),
      (["python3", "-mchecks.tone"], ["checks/__init__.py", "checks/tone.py"]),
      (["python3", "-Bm", "checks.tone"], ["checks/__init__.py", "checks/tone.py"]),
      (["python3", "-c", "import checks.tone"], ["checks/__init__.py", "checks/tone.py"]),
      (
        ["python3", "-c", "from checks import tone"], ["checks/__init__.py", "checks/tone.py"]
      ),
      (["node", "app/index"], ["app/index.js"]), (["make"], ["Makefile"]),
      (["sh", "-c", "cd /tmp; cd ..; ls"], []),
    ] as [([String], [String])])
  func found(_ command: [String], _ paths: [String]) {
    let files = ProgramFiles(namedBy: [command], in: folder.path, path: "/usr/bin:/bin")
    #expect(Set(files.paths).isSuperset(of: paths), "\(files.paths)")
    #expect(
      files.paths.allSatisfy { path in paths.contains { path.hasSuffix($0) } }, "\(files.paths)")
  }

  @Test("Programs that the PATH has in the work tree") func path() throws {
    for path in ["\(folder.path)/bin:/usr/bin", "/usr/bin:bin", "/usr/bin:./bin/"] {
      for command in [["tone-check"], ["env", "tone-check"], ["sh", "-c", "tone-check -v"]] {
        let files = ProgramFiles(namedBy: [command], in: folder.path, path: path)
        #expect(files.paths == ["bin/tone-check"], "\(path)")
      }
    }
    for path in ["/usr/bin:.", "/usr/bin:", ":/usr/bin"] {
      #expect(ProgramFiles(namedBy: [["run"]], in: folder.path, path: path).paths == ["run"])
    }
    try Data("#!/usr/bin/env tone-check\n".utf8).write(to: folder.file("check.sh"))
    #expect(
      ProgramFiles(namedBy: [["./check.sh"]], in: folder.path, path: "bin").paths
        == ["./check.sh", "bin/tone-check"])
  }

  @Test("A command that would name too much ends in time") func bounded() {
    let lists = String(repeating: "{a,b,c,d}", count: 200)
    let stars = String(repeating: "$x", count: 300)
    _ = ProgramFiles(
      namedBy: [["sh", "-c", "ls \(lists) \(stars)"]], in: folder.path, path: "/usr/bin")
  }
}
