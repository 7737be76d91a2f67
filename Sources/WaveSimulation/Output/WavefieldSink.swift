public import Seismology

/// Where a simulation's results go.
///
/// All ground motion is delivered as components east, north, up, whatever the orientation of the grid. A sink
/// asks for what it wants through ``OutputRequest``; calls come from one thread, in order of time.
public protocol WavefieldSink {
  /// Called once before the first step.
  mutating func begin(_ run: RunDescription) throws
  /// A snapshot of the surface or of a slice.
  mutating func receive(_ frame: WavefieldFrame) throws
  /// The seismograms, once, at the end of the run.
  mutating func receive(_ seismograms: [Seismogram]) throws
  /// The strains at the strain receivers, once, at the end of the run.
  mutating func receive(_ strains: [StrainRecord]) throws
  /// The largest motion of every surface point, once, at the end of the run.
  mutating func receive(_ peaks: PeakMotion) throws
  /// Called once after everything else.
  mutating func finish(_ report: RunReport) throws
}

extension WavefieldSink {
  /// Does nothing.
  public mutating func begin(_ run: RunDescription) throws {}
  /// Drops the frame.
  public mutating func receive(_ frame: WavefieldFrame) throws {}
  /// Drops the seismograms.
  public mutating func receive(_ seismograms: [Seismogram]) throws {}
  /// Drops the strains.
  public mutating func receive(_ strains: [StrainRecord]) throws {}
  /// Drops the peaks.
  public mutating func receive(_ peaks: PeakMotion) throws {}
  /// Does nothing.
  public mutating func finish(_ report: RunReport) throws {}
}

/// What a run shall deliver besides its seismograms.
public struct OutputRequest: Hashable, Sendable {
  /// What the seismograms hold.
  public var motion: GroundMotion
  /// Seconds between seismogram samples; nil for every time step (resampling is band-limited).
  public var sampleInterval: Double?
  /// Seconds between surface frames, rounded to whole time steps; nil for none.
  public var surfaceFrameInterval: Double?
  /// Every how many nodes the surface frames and peaks are sampled along x and y.
  public var surfaceStride: Int
  /// Whether peak maps are wanted.
  public var peaks: Bool
  /// Vertical slices to be sampled with the surface frames.
  public var slices: [Slice]

  /// A request; by default velocity seismograms at every step and nothing else.
  public init(
    motion: GroundMotion = .velocity,
    sampleInterval: Double? = nil,
    surfaceFrameInterval: Double? = nil,
    surfaceStride: Int = 1,
    peaks: Bool = false,
    slices: [Slice] = []
  ) {
    self.motion = motion
    self.sampleInterval = sampleInterval
    self.surfaceFrameInterval = surfaceFrameInterval
    self.surfaceStride = surfaceStride
    self.peaks = peaks
    self.slices = slices
  }
}

/// A plane through the grid.
public enum Slice: Hashable, Sendable {
  /// The free surface.
  case surface
  /// The vertical plane at this x in metres; its axes are y and z.
  case constantX(Double)
  /// The vertical plane at this y in metres; its axes are x and z.
  case constantY(Double)
}

/// What a sink may know of a run before it starts.
public struct RunDescription: Sendable {
  /// The grid, absorbing layers included.
  public var grid: SimulationGrid
  /// The orientation of its axes.
  public var frame: LocalFrame
  /// Time step in seconds, and how many are to be taken.
  public var timeStep: Double
  /// Number of time steps.
  public var stepCount: Int
  /// Coordinates in metres of the surface samples along x and y (absorbing layers excluded).
  public var surfaceX, surfaceY: [Double]
  /// The receivers in the order of the seismograms.
  public var receivers: [Receiver]
  /// What was asked for.
  public var outputs: OutputRequest

  /// A description from all that it holds; coordinates in metres, times in seconds.
  public init(
    grid: SimulationGrid,
    frame: LocalFrame,
    timeStep: Double,
    stepCount: Int,
    surfaceX: [Double],
    surfaceY: [Double],
    receivers: [Receiver],
    outputs: OutputRequest
  ) {
    self.grid = grid
    self.frame = frame
    self.timeStep = timeStep
    self.stepCount = stepCount
    self.surfaceX = surfaceX
    self.surfaceY = surfaceY
    self.receivers = receivers
    self.outputs = outputs
  }
}

/// Particle velocity on a plane at one time.
public struct WavefieldFrame: Sendable {
  /// Which plane.
  public var slice: Slice
  /// Seconds after the origin time.
  public var time: Double
  /// Coordinates in metres along the fast and the slow axis (x and y at the surface).
  public var fast, slow: [Double]
  /// Velocity towards east in m/s, row-major `(slow, fast)`; north and up likewise.
  public var east, north, up: [Float]

  /// A frame from its plane, time (s), axes (m) and velocities (m/s, row-major `(slow, fast)`).
  public init(
    slice: Slice,
    time: Double,
    fast: [Double],
    slow: [Double],
    east: [Float],
    north: [Float],
    up: [Float]
  ) {
    self.slice = slice
    self.time = time
    self.fast = fast
    self.slow = slow
    self.east = east
    self.north = north
    self.up = up
  }
}

/// The largest motion at each surface sample.
public struct PeakMotion: Sendable {
  /// Coordinates in metres of the samples along x and y.
  public var x, y: [Double]
  /// Peak horizontal ground velocity √(e² + n²) in m/s, row-major `(y, x)`.
  public var horizontalVelocity: [Float]
  /// When that peak came, in seconds after the origin time.
  public var horizontalVelocityTime: [Float]
  /// Peak vertical velocity in m/s.
  public var verticalVelocity: [Float]
  /// Peak horizontal ground acceleration in m/s².
  public var horizontalAcceleration: [Float]
  /// When that peak came, in seconds after the origin time.
  public var horizontalAccelerationTime: [Float]

  /// Peaks from the axes (m) and the values at every sample, row-major `(y, x)`.
  public init(
    x: [Double],
    y: [Double],
    horizontalVelocity: [Float],
    horizontalVelocityTime: [Float],
    verticalVelocity: [Float],
    horizontalAcceleration: [Float],
    horizontalAccelerationTime: [Float]
  ) {
    self.x = x
    self.y = y
    self.horizontalVelocity = horizontalVelocity
    self.horizontalVelocityTime = horizontalVelocityTime
    self.verticalVelocity = verticalVelocity
    self.horizontalAcceleration = horizontalAcceleration
    self.horizontalAccelerationTime = horizontalAccelerationTime
  }
}

/// What a run cost.
public struct RunReport: Sendable, Codable {
  /// Grid points times steps per second of wall time, over the stepping loop.
  public var pointUpdatesPerSecond: Double
  /// Wall time of set-up and of the stepping loop in seconds.
  public var setUpSeconds, steppingSeconds: Double
  /// Bytes held for fields, material, memory variables and absorbing layers.
  public var allocatedBytes: Int
  /// Number of steps taken.
  public var stepCount: Int

  /// A report from its figures.
  public init(
    pointUpdatesPerSecond: Double,
    setUpSeconds: Double,
    steppingSeconds: Double,
    allocatedBytes: Int,
    stepCount: Int
  ) {
    self.pointUpdatesPerSecond = pointUpdatesPerSecond
    self.setUpSeconds = setUpSeconds
    self.steppingSeconds = steppingSeconds
    self.allocatedBytes = allocatedBytes
    self.stepCount = stepCount
  }
}

/// A sink that keeps everything in memory.
public struct InMemorySink: WavefieldSink, Sendable {
  /// The seismograms, in the order of the receivers.
  public private(set) var seismograms: [Seismogram] = []
  /// The frames in order of time.
  public private(set) var frames: [WavefieldFrame] = []
  /// The strains, in the order of the strain receivers.
  public private(set) var strains: [StrainRecord] = []
  /// The peak map, if asked for.
  public private(set) var peaks: PeakMotion?
  /// What the run was.
  public private(set) var run: RunDescription?
  /// What it cost.
  public private(set) var report: RunReport?

  /// An empty sink.
  public init() {}

  /// Keeps what the run is.
  public mutating func begin(_ run: RunDescription) { self.run = run }
  /// Keeps a frame.
  public mutating func receive(_ frame: WavefieldFrame) { frames.append(frame) }
  /// Keeps the seismograms.
  public mutating func receive(_ seismograms: [Seismogram]) { self.seismograms = seismograms }
  /// Keeps the strains.
  public mutating func receive(_ strains: [StrainRecord]) { self.strains = strains }
  /// Keeps the peaks.
  public mutating func receive(_ peaks: PeakMotion) { self.peaks = peaks }
  /// Keeps what the run cost.
  public mutating func finish(_ report: RunReport) { self.report = report }
}
