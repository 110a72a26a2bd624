internal import CLibgit2

/// The object database of a repository, counted by libgit2, so that a writer may outlive it.
struct RetainedObjects: ~Copyable {
  let handle: Handle

  init(_ repository: borrowing Repository) throws(GitError) {
    let pointer = repository.handle.pointer
    let opened = try Handle(free: git_odb_free, "opening the object database") {
      git_repository_odb(&$0, pointer)
    }
    handle = opened
  }

  /// Makes new packs visible.
  func refresh() throws(GitError) {
    try check(git_odb_refresh(handle.pointer), "looking for new packs")
  }
}
