import GitJudge
import Hummingbird

/// What a request carries through the middleware.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The person who sends the request, if the server knows its users.
  var user: Person?

  init(source: Source) {
    coreContext = .init(source: source)
  }
}
