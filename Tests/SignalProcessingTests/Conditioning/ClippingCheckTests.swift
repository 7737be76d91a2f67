import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

@Suite("Clipping")
struct ClippingCheckTests {
  private let check = ClippingCheck()

  /// A wave of a frequency in cycles per sample, in whole counts.
  private func wave(amplitude: Double, frequency: Double) -> [Double] {
    (0..<5000).map { (amplitude * sin(2 * .pi * frequency * Double($0) + 0.3)).rounded() }
  }

  private func clipped(_ samples: [Double], at level: Double) -> [Double] {
    samples.map { min(max($0, -level), level) }
  }

  @Test("A smooth wave is not clipped, however slow or weak")
  func smooth() throws {
    for amplitude in [1.0, 5, 40, 1e3, 1e5, 8e6] {
      for frequency in [0.0002, 0.001, 0.0123, 0.1234] {
        #expect(try !check.isClipped(wave(amplitude: amplitude, frequency: frequency)))
      }
    }
  }

  @Test("A wave cut off is found with level and places")
  func wave() throws {
    let samples = clipped(wave(amplitude: 1e6, frequency: 0.0123), at: 7e5)
    let findings = try check.findings(in: samples)
    #expect(findings.map(\.level) == [7e5, -7e5])
    for finding in findings {
      #expect(finding.plateaus.allSatisfy { $0.allSatisfy { samples[$0] == finding.level } })
      // All but the plateaus at the ends and those that a sample close to the level precedes or follows.
      let all = samples.filter { $0 == finding.level }.count
      #expect(finding.count <= all && finding.count > all * 8 / 10)
    }
    let scaled = try check.findings(in: samples.map { $0 * 1e-9 })
    #expect(scaled.map(\.plateaus) == findings.map(\.plateaus))
  }

  @Test("Padding at the ends, a constant trace and a single sample are no clipping; NaN is refused")
  func edges() throws {
    let padded = [Double](repeating: 5000, count: 100) + wave(amplitude: 1000, frequency: 0.01)
    #expect(try !check.isClipped(padded))
    #expect(try !check.isClipped([3, 3, 3, 3, 3]))
    #expect(try !check.isClipped([3]))
    #expect(throws: SignalError.self) { try check.isClipped([]) }
    #expect(throws: SignalError.notFinite(index: 1)) { try check.isClipped([1, .nan]) }
  }

  private static let folders = [
    "byron_m43_20190716/waveforms", "norcal_local_3c/waveforms", "california_strong_motion",
  ]

  private static func recordings() throws -> [WaveformTrace] {
    try folders.flatMap { folder -> [WaveformTrace] in
      let root = SharedData.url(folder)
      let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
      return try (files?.compactMap { $0 as? URL } ?? [])
        .filter { $0.pathExtension == "mseed" }
        .flatMap { try WaveformFile.read($0).traces }
    }
  }

  @Test(
    "Real recordings raise no alarm; nearly all that lose ten samples or more to a rail do",
    .enabled(if: folders.allSatisfy(SharedData.has), "needs ../shared/data")
  )
  func recordings() throws {
    let traces = try Self.recordings()
    #expect(traces.count > 700)
    var alarms: [String] = []
    var (cut, found) = (0, 0)
    for trace in traces {
      let samples = trace.samples.asDoubles
      if try check.isClipped(samples) { alarms.append("\(trace.identifier) \(trace.startTime)") }
      // Below some thousand counts the steps of the motion itself come down to ten quanta.
      let centred = try Detrend.constant.applied(to: samples).map { $0.rounded() }
      let peak = centred.reduce(0) { max($0, abs($1)) }
      for part in [0.5, 0.7, 0.9] where peak >= 1000 {
        let level = (part * peak).rounded()
        guard centred.filter({ abs($0) > level }).count >= 10 else { continue }
        cut += 1
        if try check.isClipped(clipped(centred, at: level)) { found += 1 }
      }
    }
    #expect(alarms.isEmpty, "\(alarms)")
    // The others lose single samples at many peaks, which leaves no plateau.
    #expect(cut > 500)
    #expect(Double(found) > 0.9 * Double(cut), "\(found) of \(cut)")
  }
}
