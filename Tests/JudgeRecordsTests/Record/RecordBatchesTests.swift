import JudgeRecords
import Testing

@Suite("A list that one record cannot hold")
struct RecordBatchesTests {
  private let most = RecordBatches.mostBytes

  @Test("A batch is full at the most bytes, commas counted")
  func bytes() {
    #expect(RecordBatches.split([Int]()) { $0 }.isEmpty)
    #expect(RecordBatches.split([most - 2, 0]) { $0 } == [[most - 2, 0]])
    #expect(RecordBatches.split([most - 1, 0]) { $0 } == [[most - 1], [0]])
    #expect(RecordBatches.split([1, most, 1]) { $0 } == [[1], [most], [1]])
    #expect(most < Record.maximumSize)
  }

  @Test("A batch is full at the most items, and nothing gets lost or moves")
  func items() {
    let batches = RecordBatches.split(Array(0..<2005), mostItems: 1000) { _ in 1 }
    #expect(batches.map(\.count) == [1000, 1000, 5])
    #expect(batches.joined().elementsEqual(0..<2005))
  }
}
