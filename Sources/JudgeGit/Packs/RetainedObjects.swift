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

  /// Whether the object is there, without looking for packs that appeared meanwhile.
  func contains(_ id: ObjectID) -> Bool {
    var raw = id.gitID
    return git_odb_exists_ext(handle.pointer, &raw, UInt32(GIT_ODB_LOOKUP_NO_REFRESH.rawValue)) == 1
  }
}
