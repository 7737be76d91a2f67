import Seismology
import Testing

@Suite("Mending responses")
struct InstrumentResponseMendingTests {
  /// Half a low-pass in the order of SEED, the centre last.
  private let half = [0.0002, -0.001, 0.004, 0.0968, 0.4]

  private func response(_ impulse: ResponseFiniteImpulse) -> InstrumentResponse {
    InstrumentResponse(stages: [
      ResponseStage(number: 1, gain: ResponseGain(value: 2, frequency: 1)),
      ResponseStage(number: 2, filter: ResponseFilter(.finiteImpulse(impulse))),
    ])
  }

  @Test(
    "A symmetric filter that is listed centre first is found by its gain and reversed",
    arguments: [ResponseFiniteImpulse.Symmetry.odd, .even]
  )
  func centreFirst(symmetry: ResponseFiniteImpulse.Symmetry) {
    // Twice the flank and, for an odd number, once the centre, have the sum 1.
    let sum = 2 * half.reduce(0, +) - (symmetry == .odd ? half[4] : 0)
    let right = ResponseFiniteImpulse(symmetry: symmetry, coefficients: half.map { $0 / sum })
    #expect(abs(right.gain - 1) < 1e-15 && !right.isListedCentreFirst)
    #expect(right.reversed.isListedCentreFirst)
    let mended = response(right.reversed).mended
    #expect(mended == response(right))
    #expect(mended.mended == mended)
    let channel = ChannelEpoch(
      code: "BHZ",
      position: GeographicPoint(latitude: 38, longitude: -122),
      response: response(right.reversed)
    )
    let inventory = StationInventory(networks: [
      NetworkEpoch(
        code: "XX",
        stations: [StationEpoch(code: "A", position: channel.position, channels: [channel])]
      )
    ])
    #expect(inventory.mended.networks[0].stations[0].channels[0].response == mended)
  }

  @Test("Filters that list all coefficients, or whose gain is 1 in neither order, stay")
  func others() {
    for impulse in [
      ResponseFiniteImpulse(symmetry: .none, coefficients: [0.5, 0.3, 0.2]),
      ResponseFiniteImpulse(symmetry: .odd, coefficients: [0.9, 0.3, 0.2]),
      ResponseFiniteImpulse(symmetry: .even, coefficients: [0.5]),
      ResponseFiniteImpulse(symmetry: .even, coefficients: [0.3, 0.2]),
    ] {
      #expect(!impulse.isListedCentreFirst)
      #expect(response(impulse).mended == response(impulse))
    }
  }
}
