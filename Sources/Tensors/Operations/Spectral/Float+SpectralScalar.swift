import CTensorKernels

extension Float: SpectralScalar {
  static func panel(_ p: PanelProduct<Float>) {
    ctk_panel_product(p.m, p.n, p.k, p.a, p.aRow, p.aColumn, p.b, p.n, p.c, p.cRow ?? p.n)
  }

  static func modeProduct(_ size: ModeSize, x: Pointer, w: Pointer, y: MutablePointer) {
    ctk_mode_product(size.rows, size.inputs, size.outputs, x, w, y)
  }

  static func modeInputGradient(
    _ size: ModeSize,
    w: Pointer,
    dy: Pointer,
    dx: MutablePointer,
    scratch: MutablePointer
  ) {
    ctk_mode_product_input_gradient(size.rows, size.inputs, size.outputs, w, dy, dx, scratch)
  }

  static func modeWeightGradient(_ size: ModeSize, x: Pointer, dy: Pointer, dw: MutablePointer) {
    ctk_mode_product_weight_gradient(size.rows, size.inputs, size.outputs, x, dy, dw)
  }

  static func gather(
    pairs: Int,
    of planes: Int,
    from: (base: Pointer, stride: Int),
    to: (base: MutablePointer, step: Int)
  ) {
    ctk_gather_pairs(pairs, planes, from.base, from.stride, to.base, to.step)
  }

  static func scatter(
    pairs: Int,
    to planes: Int,
    from: (base: Pointer, step: Int),
    to: (base: MutablePointer, stride: Int)
  ) {
    ctk_scatter_pairs(pairs, planes, from.base, from.step, to.base, to.stride)
  }

  static func fold(_ h: Int, _ w: Int, _ x: Pointer, even: MutablePointer, odd: MutablePointer) {
    ctk_fold_rows(h, w, x, even, odd)
  }

  static func unfold(
    _ h: Int,
    _ w: Int,
    even: Pointer,
    odd: Pointer,
    adding: Pointer?,
    to x: MutablePointer
  ) {
    if let adding {
      ctk_unfold_rows_adding(h, w, even, odd, adding, x)
    } else {
      ctk_unfold_rows(h, w, even, odd, x)
    }
  }
}
