/// Random choices that a seed fixes on every machine and in every version of the compiler, which the standard library's
/// own do not promise.
extension SeededGenerator {
  /// So many of the numbers below `total`, in ascending order; each choice is equally likely.
  ///
  /// Takes one position for each of the `total` numbers, however many are chosen.
  ///
  /// - Reference: Knuth (1997), The Art of Computer Programming 2, section 3.4.2, algorithm S (selection sampling).
  /// - Precondition: `count` is within 0...total.
  public mutating func selection(of count: Int, from total: Int) -> [Int] {
    require(
      count >= 0 && count <= total,
      "SeededGenerator: a selection of \(count) of \(total)"
    )
    var left = count
    return (0..<total).filter { place in
      let isChosen = uniform() * Double(total - place) < Double(left)
      if isChosen { left -= 1 }
      return isChosen
    }
  }

  /// The numbers below `count` in random order; each order is equally likely.
  ///
  /// Takes `count` − 1 positions.
  ///
  /// - Reference: Durstenfeld (1964), Communications of the ACM 7(7), algorithm 235.
  /// - Precondition: `count` is not negative.
  public mutating func permutation(of count: Int) -> [Int] {
    require(count >= 0, "SeededGenerator: a permutation of \(count)")
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(uniform() * Double(last + 1)))
    }
    return order
  }
}
