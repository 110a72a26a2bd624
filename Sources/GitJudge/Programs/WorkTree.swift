import FoundationEssentials
import Glibc

/// The files of a work tree, by paths from its top.
struct WorkTree {
  private let top: String
  private let tops: [String]

  /// Creates the tree of a folder.
  init(_ folder: String) {
    let url = URL(filePath: folder).standardizedFileURL
    top = Self.trimmed(url.path)
    tops = [top, Self.trimmed(url.resolvingSymlinksInPath().path)]
  }

  /// Joins a path to a folder of the tree.
  static func join(_ folder: String, _ path: String) -> String {
    guard !folder.isEmpty, !path.hasPrefix("/") else { return path }
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
    return "\(folder)/\(rest)"
  }

  /// Returns whether a path is a file of the tree, as written or after resolving links.
  func hasFile(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: full(path), isDirectory: &isFolder) && !isFolder
      && (!path.hasPrefix("/") || relative(path) != nil)
  }

  /// Returns the name of a folder of the tree, which is empty for its top.
  ///
  /// `nil` if the path is not a folder in the tree.
  func folder(_ path: String) -> String? {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: full(path), isDirectory: &isFolder), isFolder
    else {
      return nil
    }
    return relative(full(path))
  }

  /// Returns the paths that a word may stand for: itself, or all matches of a pattern.
  ///
  /// - Parameters:
  ///   - word: a path or a pattern of the shell.
  ///   - folder: the folder to which the word is relative.
  /// - Returns: the paths, relative to the top.
  func matches(_ word: String, in folder: String) -> [String] {
    guard !word.isEmpty, word.utf8.count < 4096, !word.utf8.contains(0),
      folder.isEmpty || !word.hasPrefix("/")
    else { return [] }
    let path = Self.join(folder, word)
    guard Self.isPattern(word) else { return [path] }
    let prefix = word.hasPrefix("/") ? "" : Self.escaped(top) + "/"
    let pattern = prefix + (folder.isEmpty ? "" : Self.escaped(folder) + "/") + Self.bounded(word)
    var found = glob_t()
    defer { globfree(&found) }
    var result = [path]
    guard glob(pattern, GLOB_BRACE, nil, &found) == 0 else { return result }
    for place in 0..<Int(found.gl_pathc) {
      guard let bytes = found.gl_pathv[place] else { continue }
      let match = String(cString: bytes)
      result.append(
        word.hasPrefix("/") || !match.hasPrefix(top + "/")
          ? match : String(match.dropFirst(top.count + 1)))
    }
    return result
  }

  private func full(_ path: String) -> String { path.hasPrefix("/") ? path : "\(top)/\(path)" }

  /// Returns a path relative to the top, or `nil` if it is outside the tree.
  private func relative(_ path: String) -> String? {
    let url = URL(filePath: path).standardizedFileURL
    for path in [url.path, url.resolvingSymlinksInPath().path].map(Self.trimmed) {
      for top in tops {
        if path == top { return "" }
        if path.hasPrefix(top + "/") { return String(path.dropFirst(top.count + 1)) }
      }
    }
    return nil
  }

  private static func trimmed(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  private static func isPattern(_ word: String) -> Bool {
    word.utf8.contains { "*?[{".utf8.contains($0) }
  }

  private static func escaped(_ path: String) -> String {
    path.reduce(into: "") { result, character in
      if "*?[]{},\\~".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  /// Limits a pattern so that matching ends: lists multiply, so beyond four each matches any text.
  private static func bounded(_ word: String) -> String {
    guard word.utf8.count(where: { $0 == UInt8(ascii: "{") }) > 4 else { return word }
    var result = ""
    var depth = 0
    for character in word {
      switch character {
      case "{":
        if depth == 0 { result.append("*") }
        depth += 1
      case "}": depth = max(0, depth - 1)
      default: if depth == 0 { result.append(character) }
      }
    }
    return result
  }
}
