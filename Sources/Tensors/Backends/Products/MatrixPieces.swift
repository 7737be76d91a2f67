import NumericalRuntime

/// How a matrix product is divided among threads: by its shape alone, so that the bytes are the same for any
/// number of threads.
struct MatrixPieces: Equatable {
  /// The extents of a piece of C.
  let rows: Int
  let columns: Int
  /// The extent of a piece of the inner axis.
  let inner: Int

  /// A piece has at least this many multiplications, so that handing one out does not count.
  private static let smallest = 1 << 20
  /// No more pieces than this: enough for many cores, few enough that packing operands stays cheap.
  private static let most = 16
  /// The register tile of oneDNN's kernel for AVX-512, in rows and columns of C.
  private static let tile = (rows: 8, columns: 48)

  init(m: Int, n: Int, k: Int) {
    let wanted = max(1, min(Self.most, m * n * k / Self.smallest))
    let splitsInner = k >= 2048 && m * n <= 1 << 16
    let splitsRows = !splitsInner && m >= n
    let splitsColumns = !splitsInner && !splitsRows
    rows = splitsRows ? Self.extent(m, pieces: wanted, tile: Self.tile.rows) : m
    columns = splitsColumns ? Self.extent(n, pieces: wanted, tile: Self.tile.columns) : n
    inner = splitsInner ? Self.extent(k, pieces: wanted, tile: 512) : k
  }

  private static func extent(_ total: Int, pieces: Int, tile: Int) -> Int {
    let part = (total + pieces - 1) / pieces
    return (part + tile - 1) / tile * tile
  }
}

extension MatrixProduct {
  /// Runs it on up to `threads` threads.
  func runInParallel(threads: Int = ThreadBudget.available) {
    guard m > 0, n > 0, k > 0 else { return run() }
    let pieces = MatrixPieces(m: m, n: n, k: k)
    if pieces.inner < k { return sumInParallel(over: pieces.inner, threads) }
    let (down, across) = (Self.count(m, pieces.rows), Self.count(n, pieces.columns))
    nonisolated(unsafe) let whole = self
    forEachTask(down * across, scratch: 0, threads: threads) { index, _ in
      let (i, j) = (index / across * pieces.rows, index % across * pieces.columns)
      whole.piece(
        rows: i..<min(whole.m, i + pieces.rows),
        columns: j..<min(whole.n, j + pieces.columns)
      ).run()
    }
  }

  /// Partial sums over pieces of the inner axis, each in its own memory, then their sum in order.
  private func sumInParallel(over extent: Int, _ threads: Int) {
    let parts = Self.count(k, extent)
    let size = m * n
    let scratch = Tensor(uninitialized: [parts, m, n], Scalar.scalarType)
    nonisolated(unsafe) let whole = self
    scratch.withPointer(Scalar.self) { memory in
      nonisolated(unsafe) let partial = UnsafeMutablePointer(mutating: memory)
      forEachTask(parts, scratch: 0, threads: threads) { part, _ in
        let range = (part * extent)..<min(whole.k, (part + 1) * extent)
        whole.slice(inner: range, to: partial + part * size).run()
      }
      parallelFor(m >= 64 ? 8 : 1) { piece in
        let shares = whole.m >= 64 ? 8 : 1
        for row in share(piece, of: shares, in: whole.m) {
          whole.addParts(partial, parts: parts, row: row)
        }
      }
    }
  }

  private func addParts(_ partial: UnsafePointer<Scalar>, parts: Int, row: Int) {
    let to = c + row * ldc
    for j in 0..<n {
      var sum = partial[row * n + j]
      for part in 1..<parts { sum += partial[(part * m + row) * n + j] }
      to[j] = beta == 0 ? sum : sum + beta * to[j]
    }
  }

  private static func count(_ total: Int, _ extent: Int) -> Int { (total + extent - 1) / extent }
}
