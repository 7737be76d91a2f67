public import Seismology
import SignalProcessing

/// What is done to observed and computed records alike before they are compared.
public struct ComparisonOptions: Hashable, Sendable {
  /// The motion in which they are compared.
  public var motion: GroundMotion
  /// The corners of the band-pass in Hz; nil for no filter.
  public var band: ClosedRange<Double>?
  /// The order of the band-pass; forwards and backwards doubles it.
  public var order = 3
  /// Whether the filter runs forwards and backwards, so that it delays nothing.
  public var isZeroPhase = true
  /// The times that are compared, in s after the origin time; nil for all that both records have.
  public var window: ClosedRange<Double>?
  /// The window by speeds in m/s instead: from distance / fastest to distance / slowest.
  public var speedWindow: ClosedRange<Double>?
  /// The largest shift of a station's synthetics either way, in s.
  public var maximumShift = 0.0
  /// Whether horizontals are turned into radial and transverse.
  public var isRotated = false
  /// The signal-to-noise ratio (of root mean squares) below which a component is flagged as noisy.
  public var minimumSignalToNoise = 0.0
  /// Whether noisy components are left out of shifts and totals.
  public var dropsNoisy = false
  /// The number of frequencies of the time-frequency misfits; 0 leaves them out.
  public var frequencyCount = 50
  /// Whether residuals of response and Fourier spectra are computed.
  public var comparesSpectra = false

  /// Options that compare a motion, with nothing done to it.
  public init(motion: GroundMotion) {
    self.motion = motion
  }

  /// The sampling interval at which two records are compared: the finer of both, but not finer than a
  /// twentieth of the shortest period.
  func interval(observed: Double, synthetic: Double) -> Double {
    guard let band else { return max(observed, synthetic) }
    return max(min(observed, synthetic), 1 / (20 * band.upperBound))
  }

  /// The window for a station at an epicentral distance in m.
  func window(distance: Double?) -> ClosedRange<Double>? {
    guard let speedWindow, let distance else { return window }
    return (distance / speedWindow.upperBound)...(distance / speedWindow.lowerBound)
  }

  /// Whether a station's distance or azimuth decides what is compared.
  var needsPath: Bool { isRotated || speedWindow != nil }

  /// Refuses a band of which the window holds too little to tell anything, and padding without end.
  func check(windowLength: Double) throws(SignalError) {
    guard let band else { return }
    let least = 0.1 / windowLength
    guard band.lowerBound >= least else {
      throw .outOfRange(
        name: "the band's lower corner in Hz",
        value: band.lowerBound,
        limits: "at least \(least), a tenth of a period in the window of \(windowLength) s"
      )
    }
  }

  /// Seconds beside the window at which the filter has forgotten what it saw.
  func padding(windowLength: Double) -> Double {
    band.map { 4 / $0.lowerBound } ?? 0.1 * windowLength
  }
}
