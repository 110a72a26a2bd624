import Foundation
import JudgeTestSupport

/// Commits made by plain git, without a work tree: what a hostile or careless person may push.
///
/// A script has these words: `at COMMIT` begins a tree from a commit's, `nothing` from the empty one,
/// `put PATH [MODE]` adds standard input, `drop PATH`, `gitlink PATH`, `made PARENT…` commits it and
/// prints the commit, `bomb` makes `$bomb`, ten small trees with a billion paths; `$tip` is the
/// branch, `$record` a label's path, `$all` every record's path.
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
    folder() { printf "$1\\td%s\\n" 0 1 2 3 4 5 6 7 | git mktree; }
    bomb() {
      bomb=$(folder "100644 blob $(echo x | git hash-object -w --stdin)")
      for level in 1 2 3 4 5 6 7 8 9; do bomb=$(folder "040000 tree $bomb"); done
    }
    """
}

/// Commits with headers that no git command writes, after ``words`` in a ``Plumbing`` script.
enum Headers {
  /// `commit LINE…` prints a commit of the tip's tree on the tip with these lines for people.
  static let words = #"""
    a='author mal <mal@example.org> 1764000000 +0000'; c="committer ${a#author }"
    commit() {
      { printf 'tree %s\nparent %s\n' $(git rev-parse $tip^{tree}) $tip
        printf '%s\n' "$@"; printf '\nx\n'; } | git hash-object -t commit -w --literally --stdin
    }
    """#

  /// A name, a word of the hook's complaint, and a script that prints the commit.
  static let all: [(name: String, word: String, script: String)] = [
    ("no author", "no author", #"commit "$c""#),
    ("no committer", "no committer", #"commit "$a""#),
    ("no e-mail", "e-mail", #"commit "${a/<mal@example.org> /}" "$c""#),
    ("two e-mails", "e-mail", #"commit "${a/</<kim@example.org> <}" "$c""#),
    ("no date", "date", #"commit "${a% 17*}" "$c""#),
    ("date beyond 64 bits", "date", #"commit "${a/1764000000/99999999999999999999}" "$c""#),
    ("far zone", "date", #"commit "${a/+0000/+99999999}" "$c""#),
    ("two authors", "more than one author", #"commit "$a" "${a/mal@/kim@}" "$c""#),
    (
      "no line feed", "line feed",
      #"printf 'tree %s\nparent %s\n%s\n%s' $(git rev-parse $tip^{tree}) $tip "$a" "$c" | git hash-object -t commit -w --literally --stdin"#
    ),
    (
      "huge message", "1 MiB",
      #"{ git cat-file commit $tip; head -c 3000000 /dev/zero | tr '\0' a; } | sed "s/^parent .*/parent $tip/" | git hash-object -t commit -w --literally --stdin"#
    ),
    ("no e-mail, again", "e-mail", #"commit "${a/<mal@example.org> /}" "$c""#),
  ]
}

extension Repository {
  /// Runs a script of ``Plumbing`` words in the repository.
  func plumb(_ script: String, environment: [String: String] = [:]) throws -> Outcome {
    try world.run(
      "bash", ["-c", Plumbing.words + "\n" + script], in: url, environment: environment)
  }
}
