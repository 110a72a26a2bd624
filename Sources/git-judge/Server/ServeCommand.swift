import ArgumentParser
import GitJudge
import JudgeServer

/// `git judge serve`.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the store to MLflow's client, OpenTelemetry and HTTP programs.",
    discussion: """
      Programs that use MLflow's client work with this store if they know its address. What they \
      log is in the store when the server has answered.

      Programs can ask the judges of the store: by MLflow's get_scorer, in OpenAI's chat protocol \
      and in batches. --max-calls and --max-cost limit what all of them may spend together.

      The server listens on this machine only, unless you use --host and --auth. Stop it with \
      Ctrl-C or SIGTERM; it answers the requests that it has first.

      EXAMPLES
        git judge serve
        git judge serve --max-cost 5.00    # for all judges that programs ask
        git judge serve --port 0 --json    # any free port, as one line of JSON
        export MLFLOW_TRACKING_URI=http://127.0.0.1:5000
        git judge serve --host 0.0.0.0 --auth users.txt --sync-every 60
      """)

  @Option(help: ArgumentHelp("Listen on this port; 0 for any free port.", valueName: "number"))
  var port = 5000

  @Option(
    help: ArgumentHelp(
      "Listen on this address. Another one than loopback needs --auth.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "Let in the users of this file, one per line: EMAIL:HASH, as `htpasswd -nB EMAIL` prints it. "
        + "Each writes under the own address.", valueName: "file"))
  var auth: String?

  @Option(
    help: ArgumentHelp(
      "Sync with the remote at this interval, and once at the end.", valueName: "seconds"))
  var syncEvery: Int?

  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open(calls)
    var server = ServerOptions()
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535")
    }
    server.port = port
    server.host = host
    if let auth {
      let file = String(decoding: try LocalFile.readFile(auth), as: UTF8.self)
      server.users = try UserList(file, path: auth)
    }
    if let syncEvery {
      guard syncEvery >= 1 else { throw ValidationError("--sync-every must be at least 1") }
      server.syncInterval = syncEvery
    }
    let notes = self.options
    server.report = { notes.say("git-judge serve: " + $0) }
    let branch = repository.store.location.branch
    let options = options
    try await JudgeServer(repository, options: server).run { address in
      let notice = ServerNotice(url: address.url, branch: branch)
      if options.json {
        Console.write(SafeText.json(notice.json.canonicalText) + "\n")
      } else {
        options.say(notice.text)
      }
    }
  }
}
