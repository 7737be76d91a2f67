import Foundation
import Seismology
import TestSupport
import Testing
import WaveformCatalog

@Suite("Division into training, validation and test")
struct SplitRuleTests {
  /// 10 positions along strike at 5 depths, as a fault's pattern makes them: depths fastest.
  private func events() throws -> [CatalogEvent] {
    try (0..<50).map { number in
      var event = try SyntheticCatalog.event(number)
      let (along, depth) = (Double(number / 5) * 1000, 2000 + 1000 * Double(number % 5))
      // A line that runs obliquely to the axes, against both.
      event.location = LocalPoint(x: 50_000 - 0.6 * along, y: 9000 - 0.8 * along, z: depth)
      event.depth = depth
      return event
    }
  }

  private func counts(_ splits: [CatalogSplit]) -> [CatalogSplit: Int] {
    Dictionary(splits.map { ($0, 1) }, uniquingKeysWith: +)
  }

  @Test("Random splits have the fractions asked for, and the same seed gives the same split")
  func random() throws {
    let events = try events()
    let rule = SplitRule.random(SplitFractions(validation: 0.2, test: 0.1, seed: 3))
    let splits = try rule.splits(of: events)
    #expect(counts(splits) == [.training: 35, .validation: 10, .test: 5])
    #expect(try rule.splits(of: events) == splits)
    // Worked out from Philox and the shuffle in another language: a seed keeps its split from version to version.
    #expect(splits.indices.filter { splits[$0] == .test } == [7, 12, 13, 23, 40])
    #expect(
      splits.indices.filter { splits[$0] == .validation }
        == [2, 6, 11, 15, 19, 26, 27, 37, 41, 46]
    )
    let other = SplitRule.random(SplitFractions(validation: 0.2, test: 0.1, seed: 4))
    #expect(try other.splits(of: events) != splits)
  }

  @Test("Interpolation holds out nothing at an end of the positions or depths")
  func interpolation() throws {
    let events = try events()
    let rule = SplitRule.interpolation(SplitFractions(validation: 0.2, test: 0.2, seed: 1))
    let splits = try rule.splits(of: events)
    #expect(counts(splits) == [.training: 30, .validation: 10, .test: 10])
    for (number, split) in splits.enumerated() where split != .training {
      #expect((1...8).contains(number / 5) && (1...3).contains(number % 5), "event \(number)")
    }
  }

  @Test("Along a curved fault, and across 180 degrees east, the ends stay with training")
  func curved() throws {
    // A third of a circle of 40 km about a point at 180 E on the equator.
    let events = try (0..<30).map { number in
      var event = try SyntheticCatalog.event(number)
      let angle = (30 + 4 * Double(number)) * .pi / 180
      event.location = nil
      event.depth = nil
      let longitude = 180 + 0.36 * cos(angle)
      event.epicenter = GeographicPoint(
        latitude: 0.36 * sin(angle),
        longitude: longitude > 180 ? longitude - 360 : longitude
      )
      return event
    }
    let along = try EventQuantity.along.values(of: events)
    #expect(zip(along, along.dropFirst()).allSatisfy { $0 < $1 })
    // The chord of 116 degrees of the circle: 2 · 40.03 km · sin 58°.
    #expect(abs((along.last ?? 0) - 67.9) < 0.1)
    let rule = SplitRule.interpolation(SplitFractions(validation: 0.3, test: 0.3, seed: 1))
    let splits = try rule.splits(of: events)
    #expect(splits.first == .training && splits.last == .training)
    #expect(counts(splits) == [.training: 12, .validation: 9, .test: 9])
  }

  @Test("Interpolation refuses more held-out events than lie inside")
  func tooMany() throws {
    let rule = SplitRule.interpolation(SplitFractions(validation: 0.3, test: 0.3))
    #expect(
      throws: CatalogError.mismatch(
        what: "events to be held out",
        expected: "at most 24, since no more of 50 events lie inside",
        found: "30"
      )
    ) {
      try rule.splits(of: try events())
    }
  }

  @Test("Extrapolation holds out the ends of position and depth")
  func extrapolation() throws {
    let events = try events()
    let deep = try #require(HeldOutRange("depth-km:6.."))
    let far = try #require(HeldOutRange("along:8.5..."))
    let rule = SplitRule.extrapolation(
      test: [deep, far],
      validation: [],
      SplitFractions(validation: 0.25)
    )
    let splits = try rule.splits(of: events)
    for number in events.indices {
      #expect((splits[number] == .test) == (number % 5 == 4 || number / 5 == 9), "\(number)")
    }
    // 36 events are left.
    #expect(counts(splits) == [.training: 27, .validation: 9, .test: 14])
  }

  @Test("Validation may be a range too, but no event may be in both")
  func overlap() throws {
    let events = try events()
    let deepest = try #require(HeldOutRange("depth-km:6.."))
    let next = try #require(HeldOutRange("depth-km:5..5.5"))
    let rule = SplitRule.extrapolation(test: [deepest], validation: [next], SplitFractions())
    #expect(counts(try rule.splits(of: events)) == [.training: 30, .validation: 10, .test: 10])
    let wider = try #require(HeldOutRange("depth-km:5.."))
    let overlapping = SplitRule.extrapolation(
      test: [deepest],
      validation: [wider],
      SplitFractions()
    )
    #expect(
      throws: CatalogError.mismatch(
        what: "the ranges of test and validation",
        expected: "no event in both",
        found: "event E4 in both"
      )
    ) {
      try overlapping.splits(of: events)
    }
  }

  @Test("A range between training events, an empty one and one of everything are refused")
  func badRanges() throws {
    let events = try events()
    for text in ["depth-km:3.5..4.5", "depth-km:20..", "depth-km:0.."] {
      let range = try #require(HeldOutRange(text))
      let rule = SplitRule.extrapolation(test: [range], validation: [], SplitFractions())
      #expect(throws: CatalogError.self, "\(text)") { try rule.splits(of: events) }
    }
  }

  @Test("Ranges are read as people write them")
  func ranges() {
    #expect(HeldOutRange("depth-km:14..") == HeldOutRange(.depth, 14...Double.infinity))
    #expect(HeldOutRange("depth:..3.5") == HeldOutRange(.depth, -Double.infinity...3.5))
    #expect(HeldOutRange("magnitude:4..5") == HeldOutRange(.magnitude, 4...5))
    #expect(HeldOutRange("x-km:-3..-1") == HeldOutRange(.x, -3 ... -1))
    for text in ["depth-km", "depth-km:", "depth-km:..", "width:1..2", "depth:5..4", "depth:a..b"] {
      #expect(HeldOutRange(text) == nil, "\(text)")
    }
  }

  @Test("The split is kept in the index")
  func index() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      var index = try SyntheticCatalog.write(10, to: folder)
      try index.split(by: .random(SplitFractions(validation: 0.2, test: 0.3, seed: 9)))
      try index.write(to: folder)
      let read = try CatalogIndex.open(folder)
      #expect(read == index && read.splitRule == "random, validation 0.2, test 0.3, seed 9")
      #expect(read.splitCounts == [.training: 5, .validation: 2, .test: 3])
    }
  }
}
