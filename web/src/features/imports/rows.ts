// The dry run as lines to draw: each row of the file, and below it what is wrong with it.
import type { ImportPreview, ImportProblem, ImportRow } from '../../api/administration';

export type Show = 'all' | 'problems' | 'skipped';
export type Line = { kind: 'row'; row: ImportRow } | { kind: 'problem'; problem: ImportProblem };

export function linesOf(preview: ImportPreview, show: Show): Line[] {
  const byRow = new Map<number, ImportProblem[]>();
  for (const problem of preview.problems)
    byRow.set(problem.row, [...(byRow.get(problem.row) ?? []), problem]);
  const known = new Set(preview.rows.map((row) => row.row));
  const lines: Line[] = [];
  // What concerns the file as a whole has no row of its own and stands first.
  if (show !== 'skipped')
    for (const problem of preview.problems)
      if (!known.has(problem.row)) lines.push({ kind: 'problem', problem });
  for (const row of preview.rows) {
    const problems = byRow.get(row.row) ?? [];
    if (show === 'problems' && problems.length === 0) continue;
    if (show === 'skipped' && row.fate !== 'skip') continue;
    lines.push({ kind: 'row', row });
    for (const problem of problems) lines.push({ kind: 'problem', problem });
  }
  return lines;
}
