import FoundationEssentials

/// Finds the files of a work tree that a command names.
///
/// It finds too many files rather than too few. Each word, and each part of a word that may be a
/// path, is looked up in the top folder of the work tree and in every folder that the command names
/// (`cd checks`, `env -C checks`, `PYTHONPATH=checks`). Words without a slash are looked up in the
/// folders of the `PATH` that are inside the work tree. A pattern stands for all files that match
/// now, and a variable of the shell matches any text.
struct CommandFiles {
  /// The paths of the files: relative to the top of the work tree, or absolute as in the command.
  private(set) var paths: [String] = []

  private let tree: WorkTree
  private let searched: [String]
  private var folders = [""]
  private var known: Set<String> = []

  /// The files that interpreters run if their argument is a folder.
  private static let defaults = ["__main__.py", "index.js", "package.json"]
  /// The files that `make` reads.
  private static let makefiles = ["GNUmakefile", "makefile", "Makefile"]
  /// The maximum number of folders to look in.
  private static let mostFolders = 200

  /// Finds the files.
  ///
  /// - Parameters:
  ///   - command: a program with its arguments.
  ///   - tree: the work tree in which it runs.
  ///   - path: the folders in which programs without a slash are looked up, as in `PATH`.
  init(_ command: [String], in tree: WorkTree, path: String) {
    self.tree = tree
    searched = path.split(separator: ":", omittingEmptySubsequences: false).compactMap {
      tree.folder($0.isEmpty ? "." : String($0))
    }
    var words: [String] = []
    for word in command.dropFirst() { words += CommandWords.parts(of: word) }
    let first = command.first ?? ""
    // A program without a slash is looked up only on the PATH.
    if first.contains("/") { words += CommandWords.parts(of: first) }
    // A folder may be named after the folder that contains it.
    var count = 0
    while folders.count > count, folders.count < Self.mostFolders {
      count = folders.count
      for word in words { addFolders(word) }
    }
    for word in words { addFiles(word) }
    for word in [first] + words where !word.contains("/") {
      for folder in searched { add(WorkTree.join(folder, word)) }
    }
    for module in CommandWords.modules(in: command) {
      for folder in folders + searched { addModule(module, folder) }
    }
    let isMake = command.contains { word in
      CommandWords.parts(of: word).contains {
        ["make", "gmake"].contains($0.split(separator: "/").last.map(String.init) ?? "")
      }
    }
    if isMake {
      for name in Self.makefiles { for folder in folders { add(WorkTree.join(folder, name)) } }
    }
  }

  private mutating func addFolders(_ word: String) {
    for folder in folders {
      for found in tree.matches(word, in: folder) {
        guard let name = tree.folder(found), !folders.contains(name),
          folders.count < Self.mostFolders
        else { continue }
        folders.append(name)
      }
    }
  }

  private mutating func addFiles(_ word: String) {
    for folder in folders {
      for found in tree.matches(word, in: folder) {
        add(found)
        for name in Self.defaults { add(WorkTree.join(found, name)) }
        // `node app/main` runs app/main.js.
        if word.contains("/") { add(found + ".js") }
      }
    }
  }

  /// Adds the files of a Python module: its own, and those of the packages that contain it.
  private mutating func addModule(_ name: String, _ folder: String) {
    let parts = name.split(separator: ".").map(String.init)
    let path = parts.joined(separator: "/")
    add(WorkTree.join(folder, path + ".py"))
    add(WorkTree.join(folder, path + "/__main__.py"))
    for place in parts.indices {
      add(WorkTree.join(folder, parts[...place].joined(separator: "/") + "/__init__.py"))
    }
  }

  private mutating func add(_ path: String) {
    guard !path.utf8.contains(0), known.insert(path).inserted, tree.hasFile(path) else { return }
    paths.append(path)
  }
}
