/// How channels are cut into slices that are worked on one at a time.
///
/// Slices have about 144 channels: there a Winograd convolution is quickest, because its transformed weights and
/// images stay in the second-level cache (measured: 144 → 144 reaches 1040 GFLOP/s on two cores, 720 → 80 only
/// 550). They depend on the shape alone, never on the number of threads, since the order of sums depends on them.
struct ChannelSlices: Hashable, Sendable {
  /// Where each slice lies.
  let ranges: [Range<Int>]

  static let block = 16
  private static let most = 160

  /// Nearly equal slices of whole blocks, in a number of which `evenly` is a divisor where there are enough.
  init(_ channels: Int, evenly divisor: Int = 1) {
    let blocks = max(1, channels / Self.block)
    var count = (channels + Self.most - 1) / Self.most
    count = min(blocks, (count + divisor - 1) / divisor * divisor)
    ranges = (0..<count).map { index in
      let start = blocks * index / count * Self.block
      let end = index == count - 1 ? channels : blocks * (index + 1) / count * Self.block
      return start..<end
    }
  }

  /// The whole as one slice.
  init(whole channels: Int) { ranges = [0..<channels] }
}
