import ArgumentParser
import Foundation
import GitJudge

/// `git judge rubric`.
struct RubricCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rubric",
    abstract: "Show, replace or edit the rubric of a question.",
    discussion: """
      Without a file, it prints the rubric. With a file, it stores the file as the new rubric.

      EXAMPLES
        git judge rubric tone
        git judge rubric tone rubric.md
        git judge rubric tone --edit
      """)

  @Argument(help: "The question, or a judge that answers it.") var name: String
  @Argument(help: "A Markdown file with the new rubric.") var file: String?

  @Flag(help: "Edit the rubric in git's editor (GIT_EDITOR, core.editor, VISUAL, EDITOR).")
  var edit = false

  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard file == nil || !edit else {
      throw ValidationError("give a file or --edit, not both")
    }
  }

  func run() async throws {
    let repository = try await options.open()
    if edit { return try await RubricEditor.edit(name, in: repository, options) }
    if let file {
      let bytes = try LocalFile.readFile(file)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw JudgeFailure(.invalid, "\(file): it is not UTF-8 text")
      }
      try await repository.labels.setRubric(name, to: text)
    }
    guard let rubric = try await repository.labels.rubric(name) else {
      throw JudgeFailure(
        .notFound, "\(name) has no rubric", remedy: "write one: `git judge rubric \(name) FILE`")
    }
    let hash = try rubric.record().id
    let versions = try await repository.guidelines.versions(name)
    if file != nil { try await RubricEditor.noteOlder(name, in: repository, options) }
    options.confirm(
      [
        "name": .string(rubric.name), "hash": .string(hash.hex), "text": .string(rubric.text),
        "guideline": .string(versions.currentHash.hex),
      ], isWrite: file != nil
    ) {
      file == nil
        ? SafeText.terminal(rubric.text, keepLines: true) + "\n"
        : "Rubric of \(SafeText.terminal(rubric.name)) is \(hash.prefix(12))\n"
    }
  }
}

/// Lets a person write a rubric in git's editor.
enum RubricEditor {
  /// Prints the number of labels that become older because of a new text.
  static func noteOlder(
    _ name: String, in repository: JudgeRepository, _ options: RepositoryOptions
  ) async throws {
    guard let older = try await repository.guidelines.olderLabels(name) else { return }
    options.say("note: \(older.sentence(for: nil)); \(RemedyText.of(older.remedy))")
  }

  /// Opens the rubric in force in the editor, and stores the text if it has changed.
  static func edit(
    _ name: String, in repository: JudgeRepository, _ options: RepositoryOptions
  ) async throws {
    let before = try await repository.labels.rubric(name)?.text ?? ""
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("git-judge-rubric-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("RUBRIC.md")
    try Data(before.utf8).write(to: file)
    // As git runs it: a shell command, with the file as its argument. `system` keeps it in our
    // process group, which is the one that the terminal listens to.
    setenv("GIT_JUDGE_EDITED_FILE", file.path, 1)
    let status = await ProgressLine.hidden {
      system("eval \"$(git var GIT_EDITOR)\" '\"$GIT_JUDGE_EDITED_FILE\"'")
    }
    guard status == 0 else {
      throw JudgeFailure(
        .invalid, "the editor ended with an error",
        remedy: "the rubric is as it was; `git judge rubric \(name) FILE` takes a file")
    }
    let bytes = try LocalFile.readFile(file.path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JudgeFailure(.invalid, "the edited rubric is not UTF-8 text")
    }
    guard text != before, !text.isEmpty else {
      options.say("the rubric is as it was")
      return
    }
    try await repository.labels.setRubric(name, to: text)
    guard let rubric = try await repository.labels.rubric(name) else { return }
    let hash = try rubric.record().id
    let versions = try await repository.guidelines.versions(name)
    try await noteOlder(name, in: repository, options)
    options.confirm([
      "name": .string(rubric.name), "hash": .string(hash.hex), "text": .string(rubric.text),
      "guideline": .string(versions.currentHash.hex),
    ]) { "Rubric of \(SafeText.terminal(rubric.name)) is \(hash.prefix(12))\n" }
  }
}
