import JudgePrivacy
import JudgeWork

/// A header from local git config, with each `${VARIABLE}` replaced.
struct ConfiguredHeader: Sendable {
  /// The name of the header.
  let name: String
  /// The value of the header.
  let value: Secret
  /// The texts that must not be shown: the value of each variable.
  ///
  /// If the value contains a variable, or if the header is for credentials, they include the whole
  /// value.
  let secrets: [Secret]

  /// Whether the header can take the place of a key.
  var isKey: Bool { Self.isCredential(name) }

  /// Reads `Name: value` lines.
  ///
  /// - Parameters:
  ///   - text: git config `judge.<provider>.header`, one header per line.
  ///   - environment: the process's variables.
  ///   - provider: the provider's name.
  /// - Returns: the headers.
  /// - Throws: `JudgeFailure` that names the setting or the variable, but never a value.
  static func all(
    in text: String, _ environment: [String: String], _ provider: String
  ) throws(JudgeFailure) -> [ConfiguredHeader] {
    var headers: [ConfiguredHeader] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: line, as: UTF8.self)
      guard let colon = line.firstIndex(of: ":") else {
        throw JudgeFailure(
          .failed, "judge.\(provider).header has a line without a colon",
          remedy: "write Name: ${VARIABLE}")
      }
      let name = String(line[..<colon])
      guard !name.isEmpty, name.utf8.allSatisfy(isToken) else {
        throw JudgeFailure(
          .failed, "judge.\(provider).header has a line whose name is not a header's",
          remedy: "write Name: ${VARIABLE}")
      }
      headers.append(
        try header(name, line[line.index(after: colon)...], environment, provider))
    }
    return headers
  }

  private static func header(
    _ name: String, _ text: Substring, _ environment: [String: String], _ provider: String
  ) throws(JudgeFailure) -> ConfiguredHeader {
    let setting = "judge.\(provider).header"
    var (value, secrets) = ("", [Secret]())
    var rest = text.drop { $0 == " " }
    while rest.last == " " || rest.last == "\r" { rest.removeLast() }
    while let open = rest.firstIndex(of: "$") {
      value += rest[..<open]
      rest = rest[open...]
      guard rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") else {
        value += "$"
        rest = rest.dropFirst()
        continue
      }
      let variable = String(rest[..<close].dropFirst(2))
      guard let filled = environment[variable], !filled.isEmpty else {
        throw JudgeFailure(.noCredentials, "\(setting) names ${\(variable)}, which is not set")
      }
      if let fault = Secret.fault(ofHeader: filled) {
        throw JudgeFailure(
          .noCredentials,
          "the variable \(variable), which \(setting) names, holds \(fault.rawValue)",
          remedy: "set it again without that; the value is not shown here")
      }
      value += filled
      secrets.append(Secret(filled))
      rest = rest[rest.index(after: close)...]
    }
    value += rest
    if let fault = Secret.fault(ofHeader: value) {
      throw JudgeFailure(
        .noCredentials, "the value of \(name) in \(setting) holds \(fault.rawValue)",
        remedy: "set it again without that; the value is not shown here")
    }
    if !secrets.isEmpty || isCredential(name) { secrets.append(Secret(value)) }
    return ConfiguredHeader(name: name, value: Secret(value), secrets: secrets)
  }

  private static func isCredential(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["auth", "key", "token", "secret", "cookie", "password", "credential", "signature"]
      .contains { name.contains($0) }
  }

  /// Returns whether a byte is a valid character of a header's name (RFC 9110, 5.6.2).
  private static func isToken(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
      || "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}
