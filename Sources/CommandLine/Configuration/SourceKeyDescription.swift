extension ConfigurationKey {
  var placeDescription: KeyDescription {
    switch self {
    case .event:
      .init("event", "file", "none", "A QuakeML or CMTSOLUTION file: place, time and mechanism.")
    case .rupture:
      .init(
        "rupture",
        "file",
        "none",
        "A finite fault in the Standard Rupture Format (SRF 1.0, 2.0)."
      )
    case .originTime:
      .init(
        "origin-time",
        "UTC time, as 2019-07-16T20:11:01Z",
        "none",
        "When the earthquake began."
      )
    case .latitude: .init("latitude", "degrees north", "none", "The epicentre of a point source.")
    case .longitude: .init("longitude", "degrees east", "none", "The epicentre of a point source.")
    case .sourceX:
      .init("source-x-km", "km", "0", "The epicentre in a purely local problem, along the x axis.")
    case .sourceY:
      .init("source-y-km", "km", "0", "The epicentre in a purely local problem, along the y axis.")
    default: .init("depth-km", "km", "none", "The depth of a point source.")
    }
  }

  var mechanismDescription: KeyDescription {
    switch self {
    case .magnitude: .init("magnitude", "number", "none", "The moment magnitude of a point source.")
    case .moment:
      .init("moment", "N\u{B7}m", "from the magnitude", "The scalar moment of a point source.")
    case .strike:
      .init("strike", "degrees, 0...360", "none", "The strike of the fault, clockwise from north.")
    case .dip:
      .init(
        "dip",
        "degrees, 0...90",
        "none",
        "The dip of the fault, down to the right of its strike."
      )
    case .rake:
      .init("rake", "degrees, -180...360", "none", "The direction in which the hanging wall slips.")
    case .momentTensor:
      .init(
        "moment-tensor",
        "six numbers in N\u{B7}m: nn, ee, dd, ne, nd, ed",
        "from strike, dip and rake",
        "The whole moment tensor in north, east, down coordinates."
      )
    case .sphericalMomentTensor:
      .init(
        "moment-tensor-spherical",
        "six numbers in N\u{B7}m: rr, tt, pp, rt, rp, tp",
        "from strike, dip and rake",
        "The moment tensor as catalogs give it: r up, t south, p east."
      )
    default:
      .init(
        "force",
        "three numbers in N\u{B7}s: north, east, down",
        "none",
        "The impulse of a single force: force = impulse \u{D7} time function."
      )
    }
  }

  var timeFunctionDescription: KeyDescription {
    switch self {
    case .timeFunction:
      .init(
        "time-function",
        TimeFunctionChoice.list,
        "gaussian",
        "The shape of the moment rate of a point source, or of a force."
      )
    case .timeConstant:
      .init(
        "time-constant",
        "s",
        "from the highest frequency",
        "Gaussian: standard deviation. Ricker: 1/peak frequency. Brune: time constant. Others: duration."
      )
    default:
      .init(
        "time-function-file",
        "file of two columns, time in s and rate",
        "none",
        "A moment rate at equal intervals in any unit, scaled to unit area."
      )
    }
  }

  var ruptureDescription: KeyDescription {
    switch self {
    case .ruptureLength:
      .init(
        "rupture-length-km",
        "km",
        "none",
        "The length of a fault that ruptures with random slip; magnitude, angles and hypocenter as usual."
      )
    case .ruptureWidth:
      .init("rupture-width-km", "km", "none", "The width of that fault down dip.")
    case .hypocenterAlongStrike:
      .init(
        "hypocenter-along-strike",
        "number, 0...1",
        "0.5",
        "Where along strike the rupture begins, as a share of the length."
      )
    case .hypocenterDownDip:
      .init(
        "hypocenter-down-dip",
        "number, 0...1",
        "0.5",
        "Where down dip the rupture begins, as a share of the width from the top edge."
      )
    case .ruptureSpeed:
      .init(
        "rupture-speed-fraction",
        "number, 0.05...2",
        "0.8",
        "The speed of the rupture over the local S velocity."
      )
    case .riseTime:
      .init(
        "rise-time",
        "s",
        "Somerville's (1999), longer where more slips",
        "How long each point of the fault slips."
      )
    case .slip:
      .init(
        "slip",
        "random or uniform",
        "random",
        "How slip varies over the fault; random is of von K\u{E1}rm\u{E1}n correlation."
      )
    case .subFaultSize:
      .init("sub-fault-size", "m", "200", "The largest edge of the fault's point sources.")
    default:
      .init("seed", "whole number, 0 or more", "0", "The seed of random slip.")
    }
  }
}
