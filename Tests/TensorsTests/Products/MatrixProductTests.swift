import TensorTestSupport
import Testing

@testable import Tensors

private struct Parameters: Decodable, Sendable {
  var transposeSelf: Bool
  var transposeOther: Bool
}

@Test("Matrix products and their gradients agree with PyTorch")
func productsOfPyTorch() throws {
  let fixture = try Fixture("product", in: .module)
  for (name, p) in try fixture.cases(Parameters.self) {
    try expectAgreement(fixture, name, ["a", "b"]) {
      $0[0].matmul($0[1], transposeSelf: p.transposeSelf, transposeOther: p.transposeOther)
    }
  }
}

@Test("Matrix products have the gradients of central differences")
func productGradients() {
  for (a, b) in [
    ([3, 4], [4, 5]), ([2, 3, 4], [4, 5]), ([3, 4], [2, 4, 5]), ([2, 1, 3, 4], [3, 4, 2]),
  ] {
    #expect(gradientError(at: [samples(a), samples(b, seed: 1)]) { $0[0].matmul($0[1]) } < 1e-7)
  }
  let inputs = [samples([2, 3, 4]), samples([5, 4], seed: 1), samples([5], seed: 2)]
  #expect(gradientError(at: inputs) { $0[0].linear($0[1], bias: $0[2]) } < 1e-7)
  #expect(gradientError(at: Array(inputs.prefix(2))) { $0[0].linear($0[1]) } < 1e-7)
}

/// Shapes that are cut by rows, by columns and along the inner axis.
private let large = [(2000, 40, 64), (30, 3000, 64), (24, 32, 5000), (8, 64, 64)]

@Test("Large products in pieces agree with double precision", arguments: large)
func largeProducts(m: Int, n: Int, k: Int) {
  let (a, b) = (samples([m, k]), samples([k, n], seed: 1))
  let c = a.matmul(b)
  let (x, y) = (a.cast(to: .float32), b.cast(to: .float32))
  // Sums of 5000 products of order one, with rounding errors of 6e-8 each
  expectClose(x.matmul(y), c, within: 2e-6)
  expectClose(x.transposed().matmul(y, transposeSelf: true), c, within: 2e-6)
  expectClose(x.matmul(y.transposed(), transposeOther: true), c, within: 2e-6)
}

@Test("Large products give the same bytes with 1, 2 and 3 threads", arguments: large)
func productThreads(m: Int, n: Int, k: Int) {
  let (a, b) = (samples([m, k]).cast(to: .float32), samples([k, n], seed: 1).cast(to: .float32))
  let results = [1, 2, 3].map { threads in
    Tensor.make([m, n]) { (c: UnsafeMutablePointer<Float>) in
      a.withPointer(Float.self) { a in
        b.withPointer(Float.self) { b in
          MatrixProduct(m: m, n: n, k: k, a: a, lda: k, b: b, ldb: n, c: c, ldc: n)
            .runInParallel(threads: threads)
        }
      }
    }.floats
  }
  let (two, three) = (results[0] == results[1], results[0] == results[2])
  #expect(two && three)
}

@Test("A product over an empty axis is zero, and β scales what is there")
func emptyProducts() {
  let product = Tensor(zeros: [2, 0]).matmul(Tensor(zeros: [0, 3]))
  #expect(product.floats == [0, 0, 0, 0, 0, 0])
  var c = Tensor([1, 2], shape: [1, 2])
  let a = Tensor([3], shape: [1, 1])
  let b = Tensor([5, 7], shape: [1, 2])
  a.withPointer(Float.self) { a in
    b.withPointer(Float.self) { b in
      c.withMutablePointer(Float.self) {
        MatrixProduct(
          m: 1,
          n: 2,
          k: 1,
          alpha: 2,
          a: a,
          lda: 1,
          b: b,
          ldb: 2,
          beta: 10,
          c: $0,
          ldc: 2
        ).run()
      }
    }
  }
  #expect(c.floats == [40, 62])
}

@Test("The plain product in double precision agrees with the library's")
func plainProduct() {
  let (a, b) = (samples([5, 7]), samples([4, 7], seed: 1))
  let plain = Tensor.make([5, 4]) { (c: UnsafeMutablePointer<Double>) in
    a.withPointer(Double.self) { a in
      b.withPointer(Double.self) { b in
        Double.multiplyPlainly(
          MatrixProduct(
            transposeB: true,
            m: 5,
            n: 4,
            k: 7,
            a: a,
            lda: 7,
            b: b,
            ldb: 7,
            c: c,
            ldc: 4
          )
        )
      }
    }
  }
  expectClose(a.matmul(b, transposeOther: true), plain, within: 1e-14)
}
