import NumericalRuntime

/// How a tensor [n, c, ...] is cut into pieces of one channel (planes) or of rows of channels (columns).
///
/// The cut depends on the shape and the layout alone, so that sums over pieces, joined in order, give the same
/// bytes for any number of threads.
struct NormalizationPieces: Sendable {
  /// A run of memory.
  struct Piece {
    /// Where it begins.
    var offset: Int
    /// How many rows of `width` numbers it has.
    var rows: Int
    /// The sample that it belongs to; 0 where it holds several.
    var sample: Int
    /// The channel of its first column.
    var channel: Int
  }

  /// Which numbers are normalised together.
  enum Grouping: Hashable, Sendable {
    /// Those of a channel in all samples.
    case channel
    /// Those of a channel in one sample.
    case sampleAndChannel
  }

  /// The channels that stand side by side in memory.
  let width: Int
  let samples: Int
  let channels: Int
  let area: Int
  /// The runs of memory without a break in channel or sample.
  private let runs: Int
  /// The rows of a run, and of a whole piece of it.
  private let runRows: Int
  private let pieceRows: Int
  private let piecesPerRun: Int

  init(of x: Tensor) {
    require(x.rank >= 2, "normalization: shape \(x.shape) has no axis of channels")
    samples = x.shape[0]
    channels = x.shape[1]
    area = x.shape.dropFirst(2).reduce(1, *)
    if x.layout == .channelBlocks {
      (width, runs, runRows) = (16, samples * channels / 16, area)
    } else if area == 1 {
      (width, runs, runRows) = (channels, 1, samples)
    } else {
      (width, runs, runRows) = (1, samples * channels, area)
    }
    pieceRows = max(1, (1 << 15) / max(1, width))
    piecesPerRun = max(1, (runRows + pieceRows - 1) / pieceRows)
  }

  /// The number of pieces.
  var count: Int { runs * piecesPerRun }

  /// One piece.
  func piece(_ index: Int) -> Piece {
    let (run, part) = (index / piecesPerRun, index % piecesPerRun)
    let start = part * pieceRows
    let blocks = max(1, channels / width)
    return Piece(
      offset: (run * runRows + start) * width,
      rows: min(pieceRows, runRows - start),
      sample: run / blocks,
      channel: run % blocks * width
    )
  }

  /// The number of groups.
  func groupCount(_ grouping: Grouping) -> Int {
    grouping == .channel ? channels : samples * channels
  }

  /// How many numbers a group has.
  func groupSize(_ grouping: Grouping) -> Int { grouping == .channel ? samples * area : area }

  /// The group of the first column of a piece; those of the others follow it.
  func group(of piece: Piece, _ grouping: Grouping) -> Int {
    grouping == .channel ? piece.channel : piece.sample * channels + piece.channel
  }

  /// Calls `body` for every piece, on all threads; small ones are taken together.
  func forEach(_ body: @Sendable (Int, Piece) -> Void) {
    let size = max(1, min(pieceRows, runRows) * width)
    forChunks(of: count, size: max(1, (1 << 15) / size)) { range in
      for index in range { body(index, piece(index)) }
    }
  }
}
