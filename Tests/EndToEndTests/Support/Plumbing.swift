import Foundation
import JudgeTestSupport

/// Commits made by plain git, without a work tree: what a hostile or careless person may push.
///
/// A script has these words: `at COMMIT` begins a tree from a commit's, `nothing` from the empty one,
/// `put PATH [MODE]` adds standard input, `drop PATH`, `gitlink PATH`, `made PARENT…` commits it and
/// prints the commit; `$tip` is the branch, `$record` a label's path, `$all` every record's path.
enum Plumbing {
  static let words = """
    set -e
    export GIT_INDEX_FILE=$(mktemp -u) GIT_AUTHOR_DATE=@1700000000 GIT_COMMITTER_DATE=@1700000000
    tip=$(git rev-parse refs/heads/judge)
    record=$(git ls-tree -r --name-only $tip -- assessments/ | head -1)
    all=$(git ls-tree -r --name-only $tip -- assessments/ traces/ judges/ registrations/)
    at() { git read-tree $1; }
    nothing() { git read-tree --empty; }
    put() { git update-index --add --cacheinfo "${2:-100644},$(git hash-object -w --stdin),$1"; }
    drop() { for path in "$@"; do git update-index --force-remove "$path"; done; }
    gitlink() { git update-index --add --cacheinfo 160000,$tip,$1; }
    parents() { for parent in "$@"; do printf -- '-p %s ' $parent; done; }
    made() { git commit-tree $(git write-tree) $(parents "$@") -m made; }
    tree() { git commit-tree $1 -p $tip -m tree; }
    """
}

extension Repository {
  /// Runs a script of ``Plumbing`` words in the repository.
  func plumb(_ script: String, environment: [String: String] = [:]) throws -> Outcome {
    try world.run(
      "bash", ["-c", Plumbing.words + "\n" + script], in: url, environment: environment)
  }
}
