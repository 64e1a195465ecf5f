// Which rows of a long list are in view, for rows whose heights are known: prefix sums and a
// binary search, so that ten thousand rows cost as little as ten.

export interface Slice {
  first: number;
  /** One past the last row to draw. */
  end: number;
  /** Pixels above the first drawn row and below the last one. */
  before: number;
  after: number;
}

export class Heights {
  private readonly tops: Float64Array;

  constructor(count: number, heightOf: (index: number) => number) {
    this.tops = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) this.tops[i + 1] = this.tops[i]! + heightOf(i);
  }

  get count(): number {
    return this.tops.length - 1;
  }
  get total(): number {
    return this.tops[this.count]!;
  }
  top(index: number): number {
    return this.tops[Math.max(0, Math.min(index, this.count))]!;
  }
  bottom(index: number): number {
    return this.top(index + 1);
  }

  /** The row that holds the pixel `y`. */
  rowAt(y: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1]! <= y) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, Math.max(0, this.count - 1));
  }

  /** Rows between the pixels `from` and `to`, with `spare` rows more on both sides. */
  slice(from: number, to: number, spare: number): Slice {
    if (this.count === 0) return { first: 0, end: 0, before: 0, after: 0 };
    const first = Math.max(0, this.rowAt(Math.max(0, from)) - spare);
    const end = Math.min(this.count, this.rowAt(Math.max(0, to)) + 1 + spare);
    return { first, end, before: this.top(first), after: this.total - this.top(end) };
  }
}
