extension RecordStore {
  /// Waits until no other method of this store is moving the branch: waiting for the lock, for git
  /// or for a retry lets other calls in between.
  func enterWrite() async {
    guard isWriting else {
      isWriting = true
      return
    }
    await withCheckedContinuation { writersWaiting.append($0) }
  }

  /// Hands the turn to the one who has waited longest.
  func leaveWrite() {
    guard !writersWaiting.isEmpty else {
      isWriting = false
      return
    }
    writersWaiting.removeFirst().resume()
  }
}
