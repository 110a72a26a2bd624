/// A remedy for a failure, independent of any interface.
///
/// Its texts are plain English. They do not name commands, options, routes or functions, so that
/// each interface can add its own.
public indirect enum Remedy: Hashable, Sendable {
  /// Advice outside the library's operations, as an imperative sentence without its full stop.
  case advice(String)
  /// Run an operation.
  ///
  /// `to` is the purpose, in the form that follows "to": `restore it`.
  case run(Operation, [String] = [], with: [Parameter: String] = [:], to: String? = nil)
  /// Supply a parameter to the failed operation, with the value or an example of one.
  case supply(Parameter, String? = nil, to: String? = nil)
  /// Leave a parameter out.
  case omit(Parameter, to: String? = nil)
  /// One of several remedies; the first one fits most often.
  case anyOf([Remedy])
  /// All of the remedies, in this order.
  case inOrder([Remedy])

  /// Returns the same remedy with each text from data or people replaced.
  ///
  /// - Parameter replace: Returns the replacement of a text.
  /// - Returns: The remedy.
  public func map(_ replace: (String) -> String) -> Remedy {
    switch self {
    case .advice(let text): .advice(replace(text))
    case .run(let operation, let arguments, let parameters, let purpose):
      .run(
        operation, arguments.map(replace), with: parameters.mapValues(replace),
        to: purpose.map(replace))
    case .supply(let parameter, let value, let purpose):
      .supply(parameter, value.map(replace), to: purpose.map(replace))
    case .omit(let parameter, let purpose): .omit(parameter, to: purpose.map(replace))
    case .anyOf(let remedies): .anyOf(remedies.map { $0.map(replace) })
    case .inOrder(let remedies): .inOrder(remedies.map { $0.map(replace) })
    }
  }
}

extension Remedy: ExpressibleByStringInterpolation {
  /// Creates advice.
  public init(stringLiteral value: String) { self = .advice(value) }
}

extension Remedy: CustomStringConvertible {
  /// The remedy in the names that the library gives its operations and parameters.
  public var description: String { phrase(leads: true) }

  private func phrase(leads: Bool) -> String {
    switch self {
    case .advice(let text): text
    case .run(let operation, let arguments, let parameters, let purpose):
      Self.sentence(
        ([operation.words] + arguments
          + parameters.sorted { $0.key.rawValue < $1.key.rawValue }
          .map { "\($0.key.words) \($0.value)" }).joined(separator: " "), to: purpose, leads: leads)
    case .supply(let parameter, let value, let purpose):
      Self.sentence(
        "specify \(parameter.words)" + (value.map { " \($0)" } ?? ""), to: purpose, leads: leads)
    case .omit(let parameter, let purpose):
      Self.sentence("leave out \(parameter.words)", to: purpose, leads: leads)
    case .anyOf(let remedies): Self.list(remedies, leads: leads, joined: ", or ")
    case .inOrder(let remedies): Self.list(remedies, leads: leads, joined: ", then ")
    }
  }

  private static func list(
    _ remedies: [Remedy], leads: Bool, joined separator: String
  ) -> String {
    remedies.enumerated().map { $1.phrase(leads: leads && $0 == 0) }.joined(separator: separator)
  }

  /// An imperative with its purpose.
  ///
  /// - Parameters:
  ///   - action: The imperative, such as `specify --value`.
  ///   - purpose: As it follows "to".
  ///   - leads: Whether the purpose leads. Behind "or" and "then", it reads better at the end.
  /// - Returns: `to PURPOSE, ACTION`, `ACTION to PURPOSE`, or the action.
  public static func sentence(
    _ action: String, to purpose: String?, leads: Bool = true
  ) -> String {
    purpose.map { leads ? "to \($0), \(action)" : "\(action) to \($0)" } ?? action
  }
}
