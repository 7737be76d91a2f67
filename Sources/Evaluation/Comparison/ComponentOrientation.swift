import Foundation
import Seismology
import SignalProcessing

/// A component of motion with what is wrong with it; no samples if that is fatal.
struct OrientedComponent {
  var samples: [Double]?
  var flags: [RecordFlag]
}

/// Turns the channels of a sensor into east, north and up.
///
/// Three channels of known directions are solved for together, whatever their directions. Two horizontals
/// without a usable vertical are taken to be level. A channel whose direction is not known is what the last
/// letter of its code says; codes 1, 2 and 3 say nothing.
enum ComponentOrientation {
  /// The largest angle in degrees by which a channel alone may be turned from its component.
  static let tolerance = 3.0

  /// Components of channels and their samples at common times; nil samples for channels that are unusable.
  static func components(
    _ channels: [(channel: ObservedChannel, samples: [Double]?)]
  ) throws(SignalError) -> [MotionComponent: OrientedComponent] {
    var result: [MotionComponent: OrientedComponent] = [:]
    for (channel, samples) in channels where samples == nil {
      guard let component = nominal(channel) else { continue }
      result[component] = OrientedComponent(samples: nil, flags: channel.flags)
    }
    let usable = channels.compactMap { channel, samples in samples.map { (channel, $0) } }
    let known: [Directed] = usable.compactMap { channel, samples in
      channel.orientation.map { (channel, $0, samples) }
    }
    if known.count == 3 {
      return result.merging(try solved(known)) { _, turned in turned }
    }
    let level = known.filter { abs($0.orientation.dip) < 45 }
    if level.count == 2 { result.merge(try horizontals(level)) { _, turned in turned } }
    for (channel, samples) in usable {
      guard let component = nominal(channel), result[component] == nil else { continue }
      result[component] = alone(channel, samples, as: component)
    }
    return result
  }

  /// A channel whose direction is known.
  private typealias Directed = (
    channel: ObservedChannel, orientation: ChannelOrientation, samples: [Double]
  )

  /// All components of three channels.
  private static func solved(
    _ channels: [Directed]
  ) throws(SignalError) -> [MotionComponent: OrientedComponent] {
    let rotation = try OrientationRotation(
      first: channels[0].orientation,
      second: channels[1].orientation,
      third: channels[2].orientation
    )
    let turned = try rotation.toVerticalNorthEast(
      channels[0].samples,
      channels[1].samples,
      channels[2].samples
    )
    return named([(.up, turned.vertical), (.north, turned.north), (.east, turned.east)], channels)
  }

  /// North and east of two level channels.
  private static func horizontals(
    _ channels: [Directed]
  ) throws(SignalError) -> [MotionComponent: OrientedComponent] {
    let rotation = try OrientationRotation(
      first: .up,
      second: channels[0].orientation,
      third: channels[1].orientation
    )
    let silence = [Double](repeating: 0, count: channels[0].samples.count)
    let turned = try rotation.toVerticalNorthEast(
      silence,
      channels[0].samples,
      channels[1].samples
    )
    return named([(.north, turned.north), (.east, turned.east)], channels)
  }

  /// Components with the flags of the channels that stand for them.
  private static func named(
    _ components: [(MotionComponent, [Double])],
    _ channels: [Directed]
  ) -> [MotionComponent: OrientedComponent] {
    var result: [MotionComponent: OrientedComponent] = [:]
    for (component, samples) in components {
      let flags = channels.first { nominal($0.channel) == component }?.channel.flags
      result[component] = OrientedComponent(samples: samples, flags: flags ?? [])
    }
    return result
  }

  /// The component that a channel's code or, for codes 1, 2 and 3, its direction stands for.
  private static func nominal(_ channel: ObservedChannel) -> MotionComponent? {
    switch channel.identifier.channel.last {
    case "E": return .east
    case "N": return .north
    case "Z": return .up
    default:
      guard let orientation = channel.orientation else { return nil }
      if abs(orientation.dip) > 45 { return .up }
      return abs(sin(orientation.azimuth * .pi / 180)) > 0.7 ? .east : .north
    }
  }

  private static func alone(
    _ channel: ObservedChannel,
    _ samples: [Double],
    as component: MotionComponent
  ) -> OrientedComponent {
    guard let orientation = channel.orientation else {
      return OrientedComponent(samples: samples, flags: channel.flags)
    }
    let axis: SIMD3<Double> =
      switch component {
      case .up: ChannelOrientation.up.direction
      case .north: ChannelOrientation.north.direction
      default: ChannelOrientation.east.direction
      }
    let cosine = (axis * orientation.direction).sum()
    guard abs(cosine) >= cos(tolerance * .pi / 180) else {
      let degrees = Int((acos(min(abs(cosine), 1)) * 180 / .pi).rounded())
      let reason = "alone and turned by \(degrees)\u{B0} from \(component.title.lowercased())"
      return OrientedComponent(samples: nil, flags: channel.flags + [.unusable(reason)])
    }
    // A channel that counts positive the other way is turned round.
    let turned = cosine < 0 ? samples.map { -$0 } : samples
    return OrientedComponent(samples: turned, flags: channel.flags)
  }
}
