public import Tensors

/// A model or a layer: a value that holds parameters and can be walked through.
///
///     struct Regression: Module {
///       var linear: Linear
///       mutating func walk(_ walk: ParameterWalk) { walk.module("linear", &linear) }
///     }
public protocol Module: Sendable {
  /// Shows every tensor that training changes to `walk`, by the names and in the order of the published
  /// PyTorch `state_dict`; the order fixes checkpoints, optimiser state and gradients.
  mutating func walk(_ walk: ParameterWalk)
}

/// What a tensor of a module is for.
public enum ParameterRole: String, Hashable, Sendable {
  /// Changed by the optimiser.
  case parameter
  /// Saved with the model but not optimised: running statistics, normalisation.
  case buffer
  /// A buffer of whole numbers, which files hold as integers of 64 bits: counters.
  case counter
}

/// How a parameter that a layer holds in a form of its own, for speed, stands in published checkpoints.
public struct PublishedForm: Sendable {
  let publish: @Sendable (Tensor) -> Tensor
  let hold: @Sendable (Tensor) -> Tensor

  /// A form with the way there and the way back.
  public init(
    publish: @escaping @Sendable (Tensor) -> Tensor,
    hold: @escaping @Sendable (Tensor) -> Tensor
  ) {
    self.publish = publish
    self.hold = hold
  }
}

/// A visitor of a module's tensors that keeps track of their names, such as `encoder.0.weight`.
public struct ParameterWalk {
  private let prefix: String
  private let showsPublishedForms: Bool
  private let body: (String, ParameterRole, inout Tensor) -> Void

  /// A walk that shows each tensor to `body` with its name and its role: as the layers hold them, or as
  /// published checkpoints do.
  public init(
    publishedForms: Bool = false,
    _ body: @escaping (String, ParameterRole, inout Tensor) -> Void
  ) {
    self.init(prefix: "", publishedForms, body)
  }

  private init(
    prefix: String,
    _ publishedForms: Bool,
    _ body: @escaping (String, ParameterRole, inout Tensor) -> Void
  ) {
    self.prefix = prefix
    showsPublishedForms = publishedForms
    self.body = body
  }

  /// A tensor that the optimiser changes.
  public func parameter(_ name: String, _ tensor: inout Tensor) {
    body(prefix + name, .parameter, &tensor)
  }

  /// A tensor that the optimiser changes and that checkpoints hold in another form.
  public func parameter(_ name: String, _ tensor: inout Tensor, storedAs form: PublishedForm) {
    guard showsPublishedForms else { return parameter(name, &tensor) }
    let published = form.publish(tensor)
    var shown = published
    body(prefix + name, .parameter, &shown)
    if shown.memoryIdentity != published.memoryIdentity { tensor = form.hold(shown) }
  }

  /// A tensor that the optimiser may change, where the module has it.
  public func parameter(_ name: String, _ tensor: inout Tensor?) {
    guard var present = tensor else { return }
    tensor = nil  // so that `present` is the only owner and can be changed in place
    body(prefix + name, .parameter, &present)
    tensor = present
  }

  /// A tensor that is saved but not optimised.
  public func buffer(_ name: String, _ tensor: inout Tensor) {
    body(prefix + name, .buffer, &tensor)
  }

  /// A tensor of whole numbers that is saved but not optimised.
  public func counter(_ name: String, _ tensor: inout Tensor) {
    body(prefix + name, .counter, &tensor)
  }

  /// The tensors of a part of the module.
  public func module(_ name: String, _ part: inout some Module) {
    part.walk(below(name))
  }

  /// The tensors of an optional part of the module.
  public func module(_ name: String, _ part: inout (some Module)?) {
    guard var present = part else { return }
    part = nil
    present.walk(below(name))
    part = present
  }

  private func below(_ name: String) -> ParameterWalk {
    ParameterWalk(prefix: prefix + name + ".", showsPublishedForms, body)
  }

  /// The tensors of parts that are numbered from 0.
  public func modules(_ name: String, _ parts: inout [some Module]) {
    for index in parts.indices { module("\(name).\(index)", &parts[index]) }
  }
}

/// A tensor of a module with its name and role.
public struct NamedTensor: Sendable {
  /// The name, such as `encoder.0.weight`.
  public var name: String
  /// What it is for.
  public var role: ParameterRole
  /// The numbers.
  public var tensor: Tensor
}

extension Module {
  /// All tensors in walk order.
  public var namedTensors: [NamedTensor] { namedTensors(publishedForms: false) }

  /// All tensors in walk order, in the form in which published checkpoints hold them.
  public var publishedTensors: [NamedTensor] { namedTensors(publishedForms: true) }

  private func namedTensors(publishedForms: Bool) -> [NamedTensor] {
    var copy = self
    var result: [NamedTensor] = []
    withoutActuallyEscapingWalk(publishedForms: publishedForms) { name, role, tensor in
      result.append(NamedTensor(name: name, role: role, tensor: tensor.detached))
    } on: {
      copy.walk($0)
    }
    return result
  }

  /// The tensors that the optimiser changes, in walk order.
  public var parameters: [Tensor] {
    namedTensors.filter { $0.role == .parameter }.map(\.tensor)
  }

  /// How many numbers the optimiser changes.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Calls `body` with every tensor that the optimiser changes and its place in walk order.
  public mutating func updateParameters(_ body: (Int, inout Tensor) -> Void) {
    var index = 0
    withoutActuallyEscapingWalk { _, role, tensor in
      guard role == .parameter else { return }
      body(index, &tensor)
      index += 1
    } on: {
      walk($0)
    }
  }

  /// Calls `body` with the name, role and value of every tensor.
  public mutating func updateTensors(_ body: (String, ParameterRole, inout Tensor) -> Void) {
    withoutActuallyEscapingWalk(body) { walk($0) }
  }

  /// Gives every buffer memory of its own, as copies of one layer within a model need to learn apart.
  public mutating func separateBuffers() {
    var seen: Set<ObjectIdentifier> = []
    updateTensors { _, role, tensor in
      guard role != .parameter, !seen.insert(tensor.memoryIdentity).inserted else { return }
      tensor.scale(by: 1)  // in memory of its own, since others look into the old one
      seen.insert(tensor.memoryIdentity)
    }
  }

  /// Calls `body` with the name, role and value of every tensor, in the form in which published checkpoints
  /// hold it; a new value goes back into the form in which the layer holds it.
  public mutating func updatePublishedTensors(
    _ body: (String, ParameterRole, inout Tensor) -> Void
  ) {
    withoutActuallyEscapingWalk(publishedForms: true, body) { walk($0) }
  }
}

/// Makes a walk from a closure that does not escape, for the time of `use`.
private func withoutActuallyEscapingWalk(
  publishedForms: Bool = false,
  _ body: (String, ParameterRole, inout Tensor) -> Void,
  on use: (ParameterWalk) -> Void
) {
  withoutActuallyEscaping(body) { use(ParameterWalk(publishedForms: publishedForms, $0)) }
}

/// The value of a scalar function of a model and its gradient with respect to the model's parameters.
///
///     let (loss, gradients) = try valueAndGradient(at: model) { huber($0(x), y) }
///
/// - Returns: the value and one gradient for each parameter, in walk order.
public func valueAndGradient<Model: Module>(
  at model: Model,
  of function: (Model) throws -> Tensor
) rethrows -> (value: Tensor, gradients: [Tensor]) {
  try valueAndGradient(at: model.parameters) { watched in
    var model = model
    model.updateParameters { index, tensor in tensor = watched[index] }
    return try function(model)
  }
}
