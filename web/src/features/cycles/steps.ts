// What a cycle may become next, as the server allows it, and cycles worth suggesting.
import type { Cycle, CycleState } from '../../api/types';
import { addDays } from '../../core/format';
import type { MessageKey } from '../../i18n';

export interface Step {
  to: CycleState;
  label: MessageKey;
  forward: boolean;
}

const steps: Record<CycleState, Step[]> = {
  planning: [{ to: 'active', label: 'cycle.to_active', forward: true }],
  active: [
    { to: 'review', label: 'cycle.to_review', forward: true },
    { to: 'planning', label: 'cycle.to_planning', forward: false },
  ],
  review: [
    { to: 'closed', label: 'cycle.to_closed', forward: true },
    { to: 'active', label: 'cycle.back_to_active', forward: false },
  ],
  closed: [{ to: 'review', label: 'cycle.reopen', forward: false }],
};

export function stepsOf(cycle: Cycle): Step[] {
  const verb = cycle.state === 'closed' ? 'reopen' : 'edit';
  return cycle.can.includes(verb) ? steps[cycle.state] : [];
}

export interface Suggestion {
  name: string;
  starts_on: string;
  ends_on: string;
  quarter: number | null;
  year: number;
}

const pad = (month: number) => String(month).padStart(2, '0');
function monthsOn(year: number, month: number, by: number): { year: number; month: number } {
  const total = year * 12 + (month - 1) + by;
  return { year: Math.floor(total / 12), month: (total % 12) + 1 };
}
function span(year: number, month: number, length: number): { starts_on: string; ends_on: string } {
  const end = monthsOn(year, month, length);
  return { starts_on: `${year}-${pad(month)}-01`, ends_on: addDays(`${end.year}-${pad(end.month)}-01`, -1) };
}

/** The quarter and year that hold today and the ones after, by the fiscal year, leaving out dates that a cycle has. */
export function suggestions(today: string, fiscalStart: number, cycles: readonly Cycle[]): Suggestion[] {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const first = month >= fiscalStart ? year : year - 1;
  const found: Suggestion[] = [];
  const nameOf = (start: number) => (fiscalStart === 1 ? start : start + 1);
  for (const at of [first, first + 1])
    found.push({ name: String(nameOf(at)), quarter: null, year: nameOf(at), ...span(at, fiscalStart, 12) });
  const current = Math.floor((((month - fiscalStart + 12) % 12) + 0) / 3);
  for (let i = 0; i < 3; i++) {
    const quarter = (current + i) % 4;
    const at = first + Math.floor((current + i) / 4);
    const start = monthsOn(at, fiscalStart, quarter * 3);
    found.push({ name: '', quarter: quarter + 1, year: nameOf(at), ...span(start.year, start.month, 3) });
  }
  return found.filter(
    (one) => !cycles.some((cycle) => cycle.starts_on === one.starts_on && cycle.ends_on === one.ends_on),
  );
}

/** The shortest cycle that holds the dates, other than the one with the same dates. */
export function parentFor(starts_on: string, ends_on: string, cycles: readonly Cycle[]): Cycle | null {
  const holding = cycles.filter(
    (one) =>
      one.starts_on <= starts_on &&
      one.ends_on >= ends_on &&
      !(one.starts_on === starts_on && one.ends_on === ends_on),
  );
  return (
    holding.sort((a, b) => b.starts_on.localeCompare(a.starts_on) || a.ends_on.localeCompare(b.ends_on))[0] ??
    null
  );
}
