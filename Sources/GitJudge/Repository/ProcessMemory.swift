import CJudgeAssets

/// Memory settings for a process that runs only git-judge.
public enum ProcessMemory {
  /// Makes all threads use one heap.
  ///
  /// Tasks move between threads, and glibc's heap per thread keeps memory that was freed on another
  /// one: a run over 100,000 cached verdicts held half a gigabyte of unused memory. Call this
  /// before there is a second thread. A library leaves this to its program.
  public static func useOneHeap() { judge_use_one_heap() }
}
