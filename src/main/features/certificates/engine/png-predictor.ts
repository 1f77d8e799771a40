/** PNG's row filters (RFC 2083, section 6), which make flat pictures pack to a fraction. */

/** Each row with the filter that leaves the smallest differences, and the filter's number before it. */
export function predictRows(data: Buffer, rowLength: number, step: number): Buffer {
  const rows = data.length / rowLength;
  const out = Buffer.alloc(rows * (rowLength + 1));
  const empty = Buffer.alloc(rowLength);
  const candidates = [0, 1, 2, 3, 4].map(() => Buffer.alloc(rowLength));
  for (let row = 0; row < rows; row++) {
    const line = data.subarray(row * rowLength, (row + 1) * rowLength);
    const above = row === 0 ? empty : data.subarray((row - 1) * rowLength, row * rowLength);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    candidates.forEach((candidate, filter) => {
      let sum = 0;
      for (let i = 0; i < rowLength; i++) {
        const left = i >= step ? (line[i - step] ?? 0) : 0;
        const up = above[i] ?? 0;
        const corner = i >= step ? (above[i - step] ?? 0) : 0;
        const value = ((line[i] ?? 0) - prediction(filter, left, up, corner)) & 255;
        candidate[i] = value;
        sum += value < 128 ? value : 256 - value;
      }
      if (sum < least) {
        least = sum;
        best = filter;
      }
    });
    out[row * (rowLength + 1)] = best;
    candidates[best]?.copy(out, row * (rowLength + 1) + 1);
  }
  return out;
}

function prediction(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - corner;
  const a = Math.abs(estimate - left);
  const b = Math.abs(estimate - up);
  const c = Math.abs(estimate - corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
