import Foundation

/// The counter-based random function Philox 4x32 with ten rounds.
///
/// The same counter and key give the same four words on every machine, in any order and on any thread.
///
/// - Reference: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC11.
public enum Philox {
  /// Four random words for a counter and a key.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let first = UInt64(counter.x) &* 0xD251_1F53
      let second = UInt64(counter.z) &* 0xCD9E_8D57
      counter = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ counter.y ^ key.x,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ counter.w ^ key.y,
        UInt32(truncatingIfNeeded: first)
      )
      key = SIMD2(key.x &+ 0x9E37_79B9, key.y &+ 0xBB67_AE85)
    }
    return counter
  }
}

/// Random numbers from a seed: same seed, same numbers, whatever the machine or the number of threads.
///
///     var generator = SeededGenerator(seed: 7, stream: 2)
///     let jitter = generator.gaussian()
///
/// Streams of one seed are independent. `position` may be set, so that part of a long sequence can be drawn
/// without what comes before it.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  /// The seed.
  public let seed: UInt64
  /// The stream within the seed.
  public let stream: UInt64
  /// How many 64-bit numbers have been drawn.
  public var position: UInt64 = 0

  /// A generator at the start of a stream.
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let words = block(at: position / 2)
    let isSecond = position & 1 == 1
    position &+= 1
    return isSecond
      ? UInt64(words.w) << 32 | UInt64(words.z) : UInt64(words.y) << 32 | UInt64(words.x)
  }

  /// A number of the uniform distribution over 0..<1, with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of the normal distribution with mean 0 and standard deviation 1; takes two positions.
  public mutating func gaussian() -> Double {
    let radius = 1 - uniform()
    let angle = 2 * Double.pi * uniform()
    return (-2 * log(radius)).squareRoot() * cos(angle)
  }

  /// Fills a buffer with normal numbers; entry i depends only on the seed, the stream and `first + i`.
  ///
  /// Faster than ``gaussian()`` and with 32 random bits a number (none beyond 6.7 standard deviations); it
  /// leaves `position` alone.
  public func fillGaussian(_ values: UnsafeMutableBufferPointer<Float>, first: Int = 0) {
    var i = 0
    while i < values.count {
      let index = first + i
      let group = gaussians(group: index / 4)
      var lane = index % 4
      while lane < 4, i < values.count {
        values[i] = group[lane]
        lane += 1
        i += 1
      }
    }
  }

  /// Four normal numbers from one block (Box & Muller 1958).
  private func gaussians(group: Int) -> SIMD4<Float> {
    let words = block(at: UInt64(group))
    // In (0, 1], so that the logarithm is finite.
    let u0 = (Double(words.x) + 1) * 0x1p-32
    let u1 = (Double(words.z) + 1) * 0x1p-32
    let r0 = (-2 * log(u0)).squareRoot()
    let r1 = (-2 * log(u1)).squareRoot()
    let a0 = Double(words.y) * (2 * Double.pi * 0x1p-32)
    let a1 = Double(words.w) * (2 * Double.pi * 0x1p-32)
    return SIMD4(Float(r0 * cos(a0)), Float(r0 * sin(a0)), Float(r1 * cos(a1)), Float(r1 * sin(a1)))
  }

  private func block(at index: UInt64) -> SIMD4<UInt32> {
    Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index),
        UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: stream),
        UInt32(truncatingIfNeeded: stream >> 32)
      ),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    )
  }
}
