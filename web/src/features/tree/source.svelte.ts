// The tree of one cycle, read once and then kept current with what changed since.
import type { Cycle, Figures, TreePayload } from '../../api/types';
import { api, ApiError, withQuery } from '../../core/api';
import { resourceOf, store } from '../../core/store';
import { Tree } from '../../core/tree';

const throttle_ms = 300;

export class TreeSource {
  readonly tree = new Tree();
  /** Grows with every change of the tree; read it to depend on the tree. */
  version = $state(0);
  figures = $state.raw<Figures | null>(null);
  cycle = $state.raw<Cycle | null>(null);
  error = $state.raw<ApiError | null>(null);
  private full = true;
  private reading = false;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private ended = false;
  private readonly forget: () => void;

  constructor(private readonly cycleId: string | null) {
    this.forget = store.onStale((paths) => {
      if (paths === 'all') this.full = true;
      else if (!paths.some((path) => resourceOf(path) === '/tree')) return;
      this.timer ??= setTimeout(() => {
        this.timer = null;
        void this.read();
      }, throttle_ms);
    });
    void this.read();
  }

  end(): void {
    this.ended = true;
    this.forget();
    if (this.timer) clearTimeout(this.timer);
  }

  async read(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    try {
      const since = this.full || this.version === 0 ? null : this.tree.number;
      const payload = await api.get<TreePayload>(withQuery('/tree', { cycle: this.cycleId, since }));
      if (this.ended) return;
      this.full = false;
      // before there is a cycle the answer has nothing but its number
      if (payload.cycle) {
        this.tree.apply(payload);
        this.figures = payload.figures;
        this.cycle = payload.cycle;
      }
      this.error = null;
      this.version++;
    } catch (error) {
      if (error instanceof ApiError) this.error = error;
      else throw error;
    } finally {
      this.reading = false;
      if (this.again) {
        this.again = false;
        void this.read();
      }
    }
  }
}
