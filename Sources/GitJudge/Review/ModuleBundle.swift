import JudgeWork

/// Makes one script of several ES modules.
///
/// A page that is opened from disk cannot load modules by address. Each module becomes a function
/// with its own scope that returns its exports. Modules import names with
/// `import { a, b } from "./other.js";` on one line, and export declarations with `export` in
/// front of `function`, `async function`, `class` or `const`.
struct ModuleBundle {
  private let sources: [String: String]
  private var done: [String] = []
  private var pieces: [String] = []

  /// Makes the script.
  ///
  /// - Parameters:
  ///   - sources: the modules by file name.
  ///   - entry: the module that starts the page.
  /// - Returns: the script, with the modules in order of their imports.
  /// - Throws: `JudgeFailure` for an import that is not among the modules.
  static func script(_ sources: [String: String], entry: String) throws -> String {
    var bundle = ModuleBundle(sources: sources)
    try bundle.add(entry, within: [])
    return "\"use strict\";\n" + bundle.pieces.joined()
  }

  private init(sources: [String: String]) { self.sources = sources }

  private mutating func add(_ name: String, within: [String]) throws {
    guard !done.contains(name) else { return }
    guard let source = sources[name], !within.contains(name) else {
      throw JudgeFailure(
        .invalid, "\(within.last ?? name) imports \(name), which is not a module before it")
    }
    var lines: [String] = []
    var exports: [String] = []
    var isInComment = false
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      // Lines of comments are left out, which is a fifth of the size.
      let start = line.drop { $0 == " " }
      if isInComment || start.hasPrefix("//") || start.hasPrefix("/**") {
        isInComment = !start.hasPrefix("//") && !start.hasSuffix("*/")
        continue
      }
      if let (names, other) = Self.imported(line) {
        try add(other, within: within + [name])
        lines.append("const {\(names)} = \(Self.variable(other));")
      } else if let (declared, rest) = Self.exported(line) {
        exports.append(declared)
        lines.append(rest)
      } else {
        lines.append(String(line))
      }
    }
    done.append(name)
    pieces.append(
      "const \(Self.variable(name)) = (() => {\n\(lines.joined(separator: "\n"))\n"
        + "return { \(exports.joined(separator: ", ")) };\n})();\n")
  }

  private static func variable(_ name: String) -> String {
    "$" + String(name.prefix { $0 != "." }.map { $0 == "-" ? "_" : $0 })
  }

  private static func imported(_ line: Substring) -> (names: String, other: String)? {
    guard line.hasPrefix("import {"), let close = line.firstIndex(of: "}"),
      let start = line.firstRange(of: "\"./"), line.hasSuffix("\";")
    else { return nil }
    let names = line[line.index(line.startIndex, offsetBy: 8)..<close]
    return (String(names), String(line[start.upperBound...].dropLast(2)))
  }

  private static func exported(_ line: Substring) -> (name: String, rest: String)? {
    guard line.hasPrefix("export ") else { return nil }
    let rest = line.dropFirst(7)
    for word in ["function ", "async function ", "class ", "const "] where rest.hasPrefix(word) {
      let name = rest.dropFirst(word.count).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return (String(name), String(rest))
    }
    return nil
  }
}
