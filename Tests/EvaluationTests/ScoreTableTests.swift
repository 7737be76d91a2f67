import Evaluation
import Testing

@Test("Empty tables are equal")
func emptyTables() {
  #expect(ScoreTable() == ScoreTable())
}
