import Testing

@testable import git_judge

@Suite("Bars of block characters")
struct BlockBarTests {
  @Test("A bar has as many columns as asked for, with eighths at its end and a mark")
  func bars() {
    #expect(BlockBar.bar(0.5, width: 4) == "██  ")
    #expect(BlockBar.bar(0.53125, width: 4) == "██▏ ")
    #expect(BlockBar.bar(1, width: 3, mark: 0) == "│██")
    #expect(BlockBar.bar(0, width: 3, mark: 1) == "  │")
    for share in [-1, 2, .nan, .infinity, 1e300] {
      #expect(BlockBar.bar(share, width: 5).count == 5)
    }
  }

  @Test("Bars need a terminal with UTF-8, and an output for people")
  func terminals() {
    func canDraw(_ environment: [String: String], _ arguments: [String] = []) -> Bool {
      BlockBar.canDraw(environment, arguments: arguments)
    }
    #expect(canDraw(["TERM": "xterm", "LANG": "en_US.UTF-8"]))
    #expect(canDraw(["TERM": "xterm", "LC_ALL": "C.utf8", "LANG": "C"]))
    #expect(!canDraw(["TERM": "dumb", "LANG": "en_US.UTF-8"]))
    #expect(!canDraw(["LANG": "en_US.UTF-8"]))
    #expect(!canDraw(["TERM": "xterm", "LC_ALL": "C", "LANG": "en_US.UTF-8"]))
    #expect(!canDraw(["TERM": "xterm", "LANG": "en_US.UTF-8"], ["--json"]))
  }
}
