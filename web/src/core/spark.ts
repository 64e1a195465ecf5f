// The trend line of a row: a path over ratios 0..1 in a small box.

export function sparkPath(values: readonly number[], width: number, height: number, pad = 2): string {
  if (values.length === 0) return '';
  const low = Math.min(0, ...values);
  const high = Math.max(1, ...values);
  const x = (i: number) =>
    values.length === 1 ? width - pad : pad + (i * (width - 2 * pad)) / (values.length - 1);
  const y = (value: number) => height - pad - ((value - low) / (high - low)) * (height - 2 * pad);
  const round = (value: number) => Math.round(value * 10) / 10;
  if (values.length === 1)
    return `M${round(pad)} ${round(y(low < 0 ? 0 : low))}L${round(x(0))} ${round(y(values[0]!))}`;
  return values.map((value, i) => `${i ? 'L' : 'M'}${round(x(i))} ${round(y(value))}`).join('');
}
