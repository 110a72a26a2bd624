import Foundation
import JudgeTestSupport

/// A terminal that a test types into: Python's `pty`, because Foundation has none.
struct Terminal {
  /// Why a test with a terminal is skipped.
  static let absent = "python3 with its module pty is not there"

  /// Whether there is a Python with a pseudo-terminal.
  static let isThere: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import pty, termios"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return (try? process.run()).map { process.waitUntilExit() } != nil
      && process.terminationStatus == 0
  }()

  /// What a test waits for, and what it types then.
  struct Step {
    let expected: String
    let typed: String
    /// A signal instead of typing.
    var signal: String?
  }

  /// Runs `git-judge` on a terminal.
  ///
  /// - Returns: `{"status", "screen", "restored"}`: the exit status (128 and more for a signal),
  ///   everything that came, and whether the terminal was as before at the end.
  static func run(
    _ arguments: [String], in repository: Repository, _ steps: [Step] = [], columns: Int = 80,
    rows: Int = 24, environment: [String: String] = [:]
  ) throws -> JSON {
    let list: [JSON] = steps.map {
      [
        "expected": .text($0.expected), "typed": .text($0.typed),
        "signal": $0.signal.map { .text($0) } ?? .null,
      ]
    }
    let plan: JSON = [
      "command": .list([.text(Binary.path)] + arguments.map { .text($0) }), "steps": .list(list),
      "columns": .number(Double(columns)), "rows": .number(Double(rows)),
    ]
    let script = try repository.world.write("terminal.py", Self.script)
    let file = try repository.world.write("terminal.json", plan.line)
    return try repository.world.run(
      "python3", [script, file], in: repository.url,
      environment: ["TERM": "xterm-256color"].merging(environment) { _, new in new }
    ).expecting(0).json()
  }

  private static let script = #"""
    import fcntl, json, os, pty, select, signal, struct, sys, termios, time

    plan = json.load(open(sys.argv[1]))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", plan["rows"], plan["columns"], 0, 0))
    before = termios.tcgetattr(slave)
    child = os.fork()
    if child == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(slave, number)
        os.close(master)
        os.execv(plan["command"][0], plan["command"])
    screen, place = b"", 0

    def take(seconds):
        global screen
        if select.select([master], [], [], seconds)[0]:
            try:
                screen += os.read(master, 65536)
            except OSError:
                return

    for step in plan["steps"]:
        wanted, end = step["expected"].encode(), time.time() + 60
        while wanted not in screen[place:]:
            take(0.1)
            if time.time() > end:
                os.kill(child, signal.SIGKILL)
                sys.exit("never came: %r; there was %r" % (wanted, screen[place:]))
        place = len(screen)
        if step["signal"]:
            os.kill(child, getattr(signal, step["signal"]))
        else:
            os.write(master, step["typed"].encode())
    end = time.time() + 60
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        take(0.05)
        if done:
            break
        if time.time() > end:
            os.kill(child, signal.SIGKILL)
            sys.exit("it does not end; there was %r" % screen[place:])
    take(0.1)
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({
        "status": code if code >= 0 else 128 - code,
        "screen": screen.decode("utf-8", "replace"),
        "restored": termios.tcgetattr(slave) == before,
    }))
    """#
}
