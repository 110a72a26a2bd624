import Testing

@testable import git_judge

@Suite("Suggestions of the parser") struct OptionAdviceTests {
  @Test("A suggestion stays only if it is near")
  func near() {
    let far = "Error: Unknown option '--bad'. Did you mean '--set'?\nUsage: git-judge align"
    #expect(
      CommandNames.withoutFarOption(far) == "Error: Unknown option '--bad'.\nUsage: git-judge align"
    )
    let near = "Error: Unknown option '--limt'. Did you mean '--limit'?"
    #expect(CommandNames.withoutFarOption(near) == near)
    #expect(CommandNames.withoutFarOption("Unknown option '--bad'") == "Unknown option '--bad'")
  }
}
