import Testing

@testable import GitJudge

/// One script of several modules.
@Suite struct ModuleBundleTests {
  @Test func modulesComeAfterTheirImportsEachOnceInItsOwnScope() throws {
    let script = try ModuleBundle.script(
      [
        "main.js": "import { a } from \"./a.js\";\nimport { b, c } from \"./b-two.js\";\na(b);",
        "a.js": "import { b } from \"./b-two.js\";\nexport function a(x) { return x + b; }",
        "b-two.js":
          "const own = 1;\nexport const b = own;\nexport class C {}\nexport async function c() {}",
        "unused.js": "throw 1;",
      ], entry: "main.js")
    #expect(
      script == """
        "use strict";
        const $b_two = (() => {
        const own = 1;
        const b = own;
        class C {}
        async function c() {}
        return { b, C, c };
        })();
        const $a = (() => {
        const { b } = $b_two;
        function a(x) { return x + b; }
        return { a };
        })();
        const $main = (() => {
        const { a } = $a;
        const { b, c } = $b_two;
        a(b);
        return {  };
        })();

        """)
  }

  @Test func anUnknownModuleAndACircleAreErrors() {
    let circle = ["a.js": "import { b } from \"./b.js\";", "b.js": "import { a } from \"./a.js\";"]
    #expect(throws: JudgeFailure.self) { try ModuleBundle.script(circle, entry: "a.js") }
    #expect(throws: JudgeFailure.self) {
      try ModuleBundle.script(["a.js": "import { b } from \"./b.js\";"], entry: "a.js")
    }
  }
}
