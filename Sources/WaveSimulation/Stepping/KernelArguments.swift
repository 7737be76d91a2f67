import CWaveKernels

/// The kernels' arguments at a stable address.
final class KernelArguments {
  let pointer: UnsafePointer<wk_grid>

  private let surface: UnsafePointer<wk_surface>

  init(_ value: wk_grid, surface tables: wk_surface?) {
    let surface = UnsafeMutablePointer<wk_surface>.allocate(capacity: 1)
    surface.initialize(to: tables ?? wk_surface())
    let storage = UnsafeMutablePointer<wk_grid>.allocate(capacity: 1)
    storage.initialize(to: value)
    storage.pointee.surface = UnsafePointer(surface)
    pointer = UnsafePointer(storage)
    self.surface = UnsafePointer(surface)
  }

  deinit {
    pointer.deallocate()
    surface.deallocate()
  }
}

extension wk_grid {
  /// Arguments that name the fields and their shape; all else is still empty.
  init(_ field: Wavefield) {
    self.init()
    vx = field.pointer(.vx)
    vy = field.pointer(.vy)
    vz = field.pointer(.vz)
    sxx = field.pointer(.sxx)
    syy = field.pointer(.syy)
    szz = field.pointer(.szz)
    sxy = field.pointer(.sxy)
    sxz = field.pointer(.sxz)
    syz = field.pointer(.syz)
    (nx, ny, nz, row, plane) = (field.nx, field.ny, field.nz, field.row, field.plane)
  }
}
