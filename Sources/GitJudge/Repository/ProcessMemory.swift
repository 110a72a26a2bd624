import CJudgeAssets

/// How a process that is git-judge and nothing else holds memory.
public enum ProcessMemory {
  /// Keeps all threads on one heap.
  ///
  /// Tasks move between threads, and glibc's heap per thread keeps what was freed on another one:
  /// a run over 100,000 cached verdicts held half a gigabyte that nobody used. To be called before
  /// there is a second thread; a library leaves this to its program.
  public static func useOneHeap() { judge_use_one_heap() }
}
