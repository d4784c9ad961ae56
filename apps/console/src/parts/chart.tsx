/** One value over time, from nothing to its most; times without a value are left out. */
export function Chart({
  values,
  label,
  tone = 'active',
}: {
  readonly values: readonly (number | undefined)[];
  /** With the value as it is now: what is drawn says no more. */
  readonly label: string;
  readonly tone?: 'active' | 'bad';
}) {
  const most = Math.max(1e-9, ...values.flatMap((value) => value ?? []));
  const step = 100 / Math.max(1, values.length - 1);
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [`${(index * step).toFixed(1)},${(23 - (value / most) * 22).toFixed(1)}`],
  );
  return (
    <svg className={`chart ${tone}`} viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label={label}>
      {points.length > 1 && <polyline points={points.join(' ')} />}
    </svg>
  );
}
