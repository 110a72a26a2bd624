import Foundation
import JudgeJSON
import JudgeTestSupport

/// Another implementation's idea of the schemas: Python's `jsonschema`.
struct Validator {
  /// The Python that has it.
  static let python = Program.python().flatMap { python in
    let check = "import jsonschema; jsonschema.Draft202012Validator"
    return python.run(["-c", check]).status == 0 ? python : nil
  }

  /// What to say where there is none.
  static let missing = """
    needs Python 3 with the package jsonschema 4: set GIT_JUDGE_PYTHON to such a Python, or make \
    one with `python3 -m venv .build/venv && .build/venv/bin/pip install jsonschema`
    """

  /// Whether a schema admits a value.
  struct Question {
    let schema: String
    let value: JSONValue
  }

  /// Something went wrong in Python.
  struct Failed: Error {
    let message: String
  }

  /// Asks about all values in one process.
  ///
  /// - Returns: for each whether its schema admits it.
  static func answers(_ questions: [Question]) throws -> [Bool] {
    guard let python else { throw Failed(message: missing) }
    let folder = try TemporaryFolder("git-judge-schema")
    for (name, bytes) in Schemas.all {
      try Data(bytes).write(to: folder.file(name + ".json"))
    }
    var lines: [UInt8] = []
    for question in questions {
      let line: JSONValue = [.string(question.schema), question.value]
      lines += line.canonicalBytes() + [0x0A]
    }
    try Data(lines).write(to: folder.file("questions.jsonl"))
    let run = python.run(["-c", script, folder.path])
    guard run.status == 0 else { throw Failed(message: run.errorText) }
    let answers = run.output.filter { $0 != 0x0A }.map { $0 == UInt8(ascii: "1") }
    guard answers.count == questions.count else {
      throw Failed(message: "\(answers.count) answers to \(questions.count) questions")
    }
    return answers
  }

  // Lines are split at line feeds only: texts may hold U+2028.
  private static let script = """
    import glob, json, os, sys, jsonschema
    folder = sys.argv[1]
    validators = {}
    for path in glob.glob(os.path.join(folder, "*.json")):
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        name = os.path.basename(path)[:-len(".json")]
        validators[name] = jsonschema.Draft202012Validator(schema)
    with open(os.path.join(folder, "questions.jsonl"), "rb") as file:
        for line in file.read().split(b"\\n")[:-1]:
            name, value = json.loads(line)
            print("1" if validators[name].is_valid(value) else "0")
    """
}
